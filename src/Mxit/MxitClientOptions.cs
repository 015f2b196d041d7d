using Mxit.Internal;

namespace Mxit;

/// <summary>
/// How a <see cref="MxitClient"/> works. Copied and checked when the client is created; what is changed later has no effect
/// on it.
/// </summary>
public sealed class MxitClientOptions
{
    internal const int MostRetries = 10;

    /// <summary>The id of the app. Required.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The secret of the app. Required. Never shown by <see cref="ToString"/>.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>
    /// The address of the server. Required, unless <see cref="AuthAddress"/> and <see cref="ApiAddress"/> are both set. Setting it sets
    /// both; it reads as <see langword="null"/> while they differ.
    /// </summary>
    public Uri? BaseAddress
    {
        get => AuthAddress == ApiAddress ? ApiAddress : null;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            AuthAddress = ApiAddress = value;
        }
    }

    /// <summary>
    /// The address of the authorization server, which has <c>/authorize</c> and <c>/token</c>, where it is not that of the API.
    /// </summary>
    public Uri? AuthAddress { get; set; }

    /// <summary>
    /// The address of the API server, which has <c>/message</c>, <c>/user</c> and <c>/messenger</c>, where it is not that of the
    /// authorization server.
    /// </summary>
    public Uri? ApiAddress { get; set; }

    /// <summary>
    /// What <c>iss</c> in a callback and in an id token must equal; <see langword="null"/> stands for <see cref="AuthAddress"/>. Set it when the
    /// server is reached under another address than the one it calls itself by.
    /// </summary>
    public Uri? Issuer { get; set; }

    /// <summary>
    /// The HTTP client to use; <see langword="null"/> for one of our own. Yours is never disposed here. It should not follow
    /// redirects (<see cref="HttpClientHandler.AllowAutoRedirect"/>), and its own time-out applies to each attempt, besides
    /// <see cref="Timeout"/>. What its handlers throw becomes an <see cref="MxitException"/> of the reason
    /// <see cref="MxitErrorReason.Timeout"/> or <see cref="MxitErrorReason.Connection"/>.
    /// </summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>The clock for time-outs, the life of tokens and pauses.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// How long before it expires a token is refreshed; one minute by default, zero or more. A token that lives for less than twice
    /// as long is refreshed at half its life.
    /// </summary>
    public TimeSpan TokenRefreshMargin { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long one call may take with all its attempts and the pauses between them; 100 seconds by default. Of an upload: since the
    /// last byte that went. Of a download: until its content begins; afterwards it is how long the server may stay silent. More than
    /// zero, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// How often a call is retried when its error is transient: the connection breaks, or the server answers 408, 425, 429 or 5xx, but for
    /// 501, 505 and 507; 3 by default, 0 to 10. Only what is safe to send again is retried: reads, idempotent calls, and work under an
    /// idempotency key. Between attempts is exponential backoff with jitter, from a second to half a minute; <c>Retry-After</c> makes a
    /// delay longer. A delay that the time-out leaves no room for is not begun. When a handler in <see cref="HttpClient"/> retries, this
    /// client does not retry the same call.
    /// </summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>
    /// Where the processes of the app share its own tokens; <see langword="null"/> when each keeps its own. The package
    /// <c>Mxit.Extensions.DependencyInjection</c> has one. Yours is never disposed here.
    /// </summary>
    public MxitTokenCache? TokenCache { get; set; }

    /// <summary>
    /// Allow <c>http</c> addresses that are not on this machine. Tokens, secrets and messages then travel in the clear.
    /// </summary>
    public bool AllowInsecureAddresses { get; set; }

    /// <summary>Validates the options: one sentence for each error, which begins with the name of the option.</summary>
    internal IReadOnlyList<string> Validate() => [.. MxitClientSettings.ErrorsOf(this)];

    /// <summary>Shows the client id and the addresses, never the secret.</summary>
    public override string ToString() =>
        $"{nameof(MxitClientOptions)} {{ {nameof(ClientId)} = {ClientId}, {nameof(AuthAddress)} = {AuthAddress}, {nameof(ApiAddress)} = {ApiAddress} }}";
}
