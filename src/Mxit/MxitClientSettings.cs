namespace Mxit.Internal;

/// <summary>A validated, immutable copy of <see cref="MxitClientOptions"/>.</summary>
internal sealed class MxitClientSettings
{
    private MxitClientSettings(MxitClientOptions options)
    {
        ClientId = options.ClientId;
        ClientSecret = options.ClientSecret;
        AuthAddress = WithTrailingSlash(options.AuthAddress!);
        ApiAddress = WithTrailingSlash(options.ApiAddress!);
        Issuer = WithTrailingSlash(options.Issuer ?? options.AuthAddress!);
        HttpClient = options.HttpClient;
        TimeProvider = options.TimeProvider;
        TokenRefreshMargin = options.TokenRefreshMargin;
        Timeout = options.Timeout;
        MaxRetries = options.MaxRetries;
        TokenCache = options.TokenCache;
    }

    public string ClientId { get; }

    public string ClientSecret { get; }

    public Uri AuthAddress { get; }

    public Uri ApiAddress { get; }

    public Uri Issuer { get; }

    public HttpClient? HttpClient { get; }

    public TimeProvider TimeProvider { get; }

    public TimeSpan TokenRefreshMargin { get; }

    public TimeSpan Timeout { get; }

    /// <summary>The time-out of a shared token request, and of saving a token.</summary>
    public TimeSpan TokenRequestLimit =>
        Timeout == System.Threading.Timeout.InfiniteTimeSpan ? TimeSpan.FromSeconds(100) : Timeout;

    public int MaxRetries { get; }

    public MxitTokenCache? TokenCache { get; }

    public static MxitClientSettings From(MxitClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = ErrorsOf(options).ToList();
        return errors.Count == 0
            ? new MxitClientSettings(options)
            : throw new ArgumentException(string.Join(' ', errors), nameof(options));
    }

    public static bool IsTimeout(TimeSpan value) =>
        value == System.Threading.Timeout.InfiniteTimeSpan || (value > TimeSpan.Zero && value.TotalMilliseconds <= int.MaxValue);

    public static bool IsRetries(int value) => value is >= 0 and <= MxitClientOptions.MostRetries;

    public static Uri WithTrailingSlash(Uri address) =>
        address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + '/');

    /// <summary>Whether an <c>iss</c> names the server, with or without a final slash.</summary>
    public bool IsIssuer(string? issuer) =>
        Uri.TryCreate(issuer, UriKind.Absolute, out var address) && WithTrailingSlash(address).AbsoluteUri == Issuer.AbsoluteUri;

    public static IEnumerable<string> ErrorsOf(MxitClientOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            yield return $"{nameof(options.ClientId)} is missing.";
        }

        if (string.IsNullOrWhiteSpace(options.ClientSecret))
        {
            yield return $"{nameof(options.ClientSecret)} is missing.";
        }

        if (options is { AuthAddress: null, ApiAddress: null })
        {
            yield return $"{nameof(options.BaseAddress)} is missing: the address of the server, such as " +
                $"https://mxit.example.org/.";
        }
        else if (options.BaseAddress is { } both)
        {
            if (ErrorOf(both, options) is { } error)
            {
                yield return $"{nameof(options.BaseAddress)} {error}";
            }
        }
        else
        {
            if (ErrorOf(options.AuthAddress, options) is { } authError)
            {
                yield return $"{nameof(options.AuthAddress)} {authError}";
            }

            if (ErrorOf(options.ApiAddress, options) is { } apiError)
            {
                yield return $"{nameof(options.ApiAddress)} {apiError}";
            }
        }

        if (options.Issuer is { IsAbsoluteUri: false })
        {
            yield return $"{nameof(options.Issuer)} must be an absolute address.";
        }

        if (options.TimeProvider is null)
        {
            yield return $"{nameof(options.TimeProvider)} is missing.";
        }

        if (options.TokenRefreshMargin < TimeSpan.Zero)
        {
            yield return $"{nameof(options.TokenRefreshMargin)} must not be negative.";
        }

        if (!IsTimeout(options.Timeout))
        {
            yield return $"{nameof(options.Timeout)} must be more than zero and at most 24 days, or infinite.";
        }

        if (!IsRetries(options.MaxRetries))
        {
            yield return $"{nameof(options.MaxRetries)} must be 0 to {MxitClientOptions.MostRetries}.";
        }
    }

    private static string? ErrorOf(Uri? address, MxitClientOptions options) => address switch
    {
        null => "is missing.",
        { IsAbsoluteUri: false } => "must be an absolute address.",
        { Query.Length: > 0 } or { Fragment.Length: > 0 } or { UserInfo.Length: > 0 } =>
            "must have no query, no fragment and no user name.",
        { Scheme: "https" } or { Scheme: "http", IsLoopback: true } => null,
        { Scheme: "http" } when options.AllowInsecureAddresses => null,
        { Scheme: "http" } =>
            $"must use https, because it is not on this machine; or set {nameof(options.AllowInsecureAddresses)}.",
        _ => "must use https or http.",
    };
}
