using Mxit.Internal;

namespace Mxit;

/// <summary>
/// The way into Mxit for an app. Its calls use the app's own tokens; <see cref="ForUser(UserToken, IUserTokenStore)"/> gives a client that acts for one
/// person. Create one and keep it: it is safe for many threads, and shares connections and tokens.
/// </summary>
public class MxitClient : IDisposable
{
    private readonly MxitConnection? _connection;
    private readonly MxitClientSettings _settings;
    private readonly UserTokenRenewals _renewals;

    /// <summary>Creates a client.</summary>
    /// <param name="baseAddress">The address of the server, such as <c>https://mxit.example.org/</c>.</param>
    /// <param name="clientId">The id of the app.</param>
    /// <param name="clientSecret">The secret of the app. It is sent to this address only.</param>
    /// <exception cref="ArgumentException">One of them is missing, or the address is not secure.</exception>
    public MxitClient(Uri baseAddress, string clientId, string clientSecret)
        : this(new MxitClientOptions { BaseAddress = baseAddress, ClientId = clientId, ClientSecret = clientSecret })
    {
    }

    /// <summary>Creates a client.</summary>
    /// <param name="options">How it works; copied, so that later changes have no effect.</param>
    /// <exception cref="ArgumentException">Some options are wrong; all of them are named.</exception>
    public MxitClient(MxitClientOptions options)
    {
        _settings = MxitClientSettings.From(options);
        _connection = new MxitConnection(_settings);
        var endpoint = new TokenEndpoint(_connection, _settings);
        var appTokens = new AppTokens(endpoint, _settings);
        _renewals = new UserTokenRenewals(endpoint, _settings);
        OAuth = new OAuthClient(_settings, endpoint, appTokens, _renewals);
        var api = new ApiCaller(_connection, _settings, appTokens);
        Messaging = new MessagingClient(new MessageSender(api, _settings), api);
        Users = new UsersClient(api);
    }

    /// <summary>For fakes.</summary>
    protected MxitClient() =>
        (_settings, _renewals, OAuth, Messaging, Users) = (null!, null!, null!, null!, null!);

    /// <summary>Signing people in, and tokens.</summary>
    public virtual OAuthClient OAuth { get; }

    /// <summary>Messages from the app to people.</summary>
    public virtual MessagingClient Messaging { get; }

    /// <summary>Looking people up, recommending the app and offering files, as the app.</summary>
    public virtual UsersClient Users { get; }

    /// <summary>
    /// A client that acts for one person. It shares the connections of this one, needs no disposal, and is thread-safe; any number can
    /// exist at the same time. It renews its token when needed; clients made from the same stored token share one renewal.
    /// </summary>
    /// <param name="token">What the person allowed, from a sign-in or from your storage.</param>
    /// <param name="store">
    /// Saves each new token; <see langword="null"/> when the sign-in need not survive this object: the refresh token of the old one is
    /// spent by the renewal.
    /// </param>
    /// <exception cref="ArgumentException">A token is empty or malformed.</exception>
    public virtual MxitUserClient ForUser(UserToken token, IUserTokenStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(token);
        return CreateForUser(token, store is null ? null : store.SaveAsync);
    }

    /// <summary>The same with a function in place of a store.</summary>
    /// <param name="token">What the person allowed, from a sign-in or from your storage.</param>
    /// <param name="saveAsync">Saves a new token, as <see cref="IUserTokenStore.SaveAsync"/> does.</param>
    /// <exception cref="ArgumentException">A token is empty or malformed.</exception>
    public virtual MxitUserClient ForUser(UserToken token, Func<UserToken, CancellationToken, Task> saveAsync)
    {
        ArgumentNullException.ThrowIfNull(saveAsync);
        ArgumentNullException.ThrowIfNull(token);
        return CreateForUser(token, saveAsync);
    }

    /// <summary>Closes the connections, unless they belong to an <see cref="MxitClientOptions.HttpClient"/> of yours.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the connections.</summary>
    /// <param name="disposing"><see langword="true"/> when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _connection?.Dispose();
        }
    }

    private MxitUserClient CreateForUser(UserToken token, Func<UserToken, CancellationToken, Task>? saveAsync)
    {
        TokenText.Check(token.AccessToken, nameof(token));
        if (token.RefreshToken is not null)
        {
            TokenText.Check(token.RefreshToken, nameof(token));
        }

        return new MxitUserClient(_connection!, _settings, new UserTokenSource(token, _renewals, _settings, saveAsync), OAuth);
    }
}
