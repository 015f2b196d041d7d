using Mxit.Internal;

namespace Mxit;

/// <summary>
/// The options of a <see cref="MxitClient"/>. They are checked and copied when the client is created; later changes have no
/// effect.
/// </summary>
public sealed class MxitClientOptions
{
    internal const int MostRetries = 10;

    /// <summary>The id of the app. Required.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The secret of the app. Required. Not shown by <see cref="ToString"/>.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>
    /// The address of the server. Required, unless <see cref="AuthAddress"/> and <see cref="ApiAddress"/> are both set. Setting
    /// it sets both; it is <see langword="null"/> while they differ.
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
    /// The address of the authorization server (<c>/authorize</c>, <c>/token</c>), if it differs from that of the API.
    /// </summary>
    public Uri? AuthAddress { get; set; }

    /// <summary>
    /// The address of the API (<c>/message</c>, <c>/user</c>, <c>/messenger</c>), if it differs from that of the authorization
    /// server.
    /// </summary>
    public Uri? ApiAddress { get; set; }

    /// <summary>
    /// The expected issuer (<c>iss</c>) of callbacks and id tokens; <see langword="null"/> for <see cref="AuthAddress"/>. Set it
    /// when the server is reached under another address than its own.
    /// </summary>
    public Uri? Issuer { get; set; }

    /// <summary>
    /// Your own HTTP client; <see langword="null"/> for the built-in one. It is never disposed here. It should not follow
    /// redirects (<see cref="HttpClientHandler.AllowAutoRedirect"/>). Its own time-out applies to each attempt, in addition to
    /// <see cref="Timeout"/>. Exceptions of its handlers become an <see cref="MxitException"/> with the reason
    /// <see cref="MxitErrorReason.Timeout"/> or <see cref="MxitErrorReason.Connection"/>.
    /// </summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>The clock for time-outs, delays and the expiry of tokens.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// How long before its expiry a token is renewed, zero or more; one minute by default. A token that is valid for less than
    /// twice this time is renewed after half of its lifetime.
    /// </summary>
    public TimeSpan TokenRefreshMargin { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The time-out of a whole call, with all attempts and the delays between them; 100 seconds by default. For an upload it
    /// counts from the last byte that was sent. For a download it ends when the content starts; from then on it limits the wait
    /// for the next bytes. More than zero, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// How often a call is retried after a transient failure, 0 to 10; 3 by default. Transient are connection errors and the
    /// statuses 408, 425, 429 and most of 5xx. Calls are retried only when they are idempotent or carry an idempotency key. The
    /// delays are exponential backoff with jitter, from one second to 30 seconds; <c>Retry-After</c> makes a delay longer. A
    /// delay that does not fit into the time-out is not started. When a handler of <see cref="HttpClient"/> retries a call, this
    /// client does not.
    /// </summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>
    /// A cache in which the processes of the app share its own tokens; <see langword="null"/> for none. The package
    /// <c>Mxit.Extensions.DependencyInjection</c> has one. It is never disposed here.
    /// </summary>
    public MxitTokenCache? TokenCache { get; set; }

    /// <summary>Allow <c>http</c> addresses of other machines. Tokens, secrets and messages are then sent unencrypted.</summary>
    public bool AllowInsecureAddresses { get; set; }

    /// <summary>Validates the options: one sentence for each error, which begins with the name of the option.</summary>
    internal IReadOnlyList<string> Validate() => [.. MxitClientSettings.ErrorsOf(this)];

    /// <summary>Shows the client id and the addresses, never the secret.</summary>
    public override string ToString() =>
        $"{nameof(MxitClientOptions)} {{ {nameof(ClientId)} = {ClientId}, {nameof(AuthAddress)} = {AuthAddress}, " +
        $"{nameof(ApiAddress)} = {ApiAddress} }}";
}
