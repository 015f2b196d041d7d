using System.Net;

namespace Mxit.Internal;

/// <summary>
/// Decides which errors are transient: the same request can succeed later. Calls, token requests, live feeds, broadcasts and
/// resumed downloads all use it. Whether the call is idempotent is decided elsewhere.
/// </summary>
internal static class TransientErrors
{
    // RFC 8470, section 5.2.
    private const HttpStatusCode TooEarly = (HttpStatusCode)425;

    /// <param name="error">The error of a request.</param>
    /// <param name="hasKey">The request carried an idempotency key.</param>
    public static bool IsTransient(Exception error, bool hasKey = false) => error switch
    {
        _ when CallerErrors.Contains(error) => false,

        // An earlier attempt under this key is still in flight.
        MxitApiException { StatusCode: HttpStatusCode.Conflict, RetryAfter: not null } => hasKey,

        // With Retry-After the server expects to recover.
        MxitApiException answer => IsTransient(answer.StatusCode)
            || (answer.StatusCode >= HttpStatusCode.InternalServerError && answer.RetryAfter is not null),
        MxitException { Reason: MxitErrorReason.Connection or MxitErrorReason.Timeout } =>
            error.InnerException is not HttpRequestException broken || IsTransient(broken),
        _ => false,
    };

    private static bool IsTransient(HttpRequestException broken) => broken.HttpRequestError switch
    {
        // An untrusted certificate stays untrusted. A connection that broke during the handshake can succeed the next time.
        HttpRequestError.SecureConnectionError => broken.InnerException is IOException,
        HttpRequestError.UserAuthenticationError or HttpRequestError.VersionNegotiationError
            or HttpRequestError.ConfigurationLimitExceeded => false,
        _ => true,
    };

    private static bool IsTransient(HttpStatusCode status) => status switch
    {
        // These statuses name a permanent problem.
        HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported or HttpStatusCode.VariantAlsoNegotiates
            or HttpStatusCode.InsufficientStorage or HttpStatusCode.LoopDetected or HttpStatusCode.NotExtended => false,
        HttpStatusCode.RequestTimeout or TooEarly or HttpStatusCode.TooManyRequests => true,

        // Includes statuses of no standard, which gateways use.
        _ => status >= HttpStatusCode.InternalServerError,
    };
}
