using System.Net;

namespace Mxit.Internal;

/// <summary>
/// Which errors are transient: the same request can succeed later. Calls, token requests, live feeds, broadcasts and resumed downloads all
/// ask here; whether it is safe to send the request again is another question.
/// </summary>
internal static class TransientErrors
{
    // RFC 8470, section 5.2.
    private const HttpStatusCode TooEarly = (HttpStatusCode)425;

    /// <param name="error">What came of a request.</param>
    /// <param name="hasKey">The request carried an idempotency key.</param>
    public static bool IsTransient(Exception error, bool hasKey = false) => error switch
    {
        _ when CallerErrors.Contains(error) => false,

        // An earlier attempt under this key is still at work.
        MxitApiException { StatusCode: HttpStatusCode.Conflict, RetryAfter: not null } => hasKey,

        // A server that says when to come back expects to be well by then.
        MxitApiException answer => IsTransient(answer.StatusCode)
            || (answer.StatusCode >= HttpStatusCode.InternalServerError && answer.RetryAfter is not null),
        MxitException { Reason: MxitErrorReason.Connection or MxitErrorReason.Timeout } =>
            error.InnerException is not HttpRequestException broken || IsTransient(broken),
        _ => false,
    };

    private static bool IsTransient(HttpRequestException broken) => broken.HttpRequestError switch
    {
        // A certificate that is not trusted will not be the next time; a connection that broke while it was shown, may hold.
        HttpRequestError.SecureConnectionError => broken.InnerException is IOException,
        HttpRequestError.UserAuthenticationError or HttpRequestError.VersionNegotiationError
            or HttpRequestError.ConfigurationLimitExceeded => false,
        _ => true,
    };

    private static bool IsTransient(HttpStatusCode status) => status switch
    {
        // These name what will not change by itself.
        HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported or HttpStatusCode.VariantAlsoNegotiates
            or HttpStatusCode.InsufficientStorage or HttpStatusCode.LoopDetected or HttpStatusCode.NotExtended => false,
        HttpStatusCode.RequestTimeout or TooEarly or HttpStatusCode.TooManyRequests => true,

        // Those that no standard names as well: gateways have some of their own.
        _ => status >= HttpStatusCode.InternalServerError,
    };
}
