using Mxit.Internal;

namespace Mxit;

/// <summary>
/// The client of an app. Its calls use the app's own tokens; <see cref="ForUser(UserToken, IUserTokenStore)"/> returns a client
/// that acts for one person. Create one and keep it for the life of the program: it is thread-safe, and its calls share
/// connections and tokens.
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
    /// <exception cref="ArgumentException">An argument is missing, or the address is not secure.</exception>
    public MxitClient(Uri baseAddress, string clientId, string clientSecret)
        : this(new MxitClientOptions { BaseAddress = baseAddress, ClientId = clientId, ClientSecret = clientSecret })
    {
    }

    /// <summary>Creates a client.</summary>
    /// <param name="options">The options. They are copied, so later changes have no effect.</param>
    /// <exception cref="ArgumentException">Some options are invalid; the message names all of them.</exception>
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

    /// <summary>For fakes in tests.</summary>
    protected MxitClient() =>
        (_settings, _renewals, OAuth, Messaging, Users) = (null!, null!, null!, null!, null!);

    /// <summary>Sign-in and tokens.</summary>
    public virtual OAuthClient OAuth { get; }

    /// <summary>Sends messages from the app to people.</summary>
    public virtual MessagingClient Messaging { get; }

    /// <summary>Looks people up, recommends the app and offers files, as the app.</summary>
    public virtual UsersClient Users { get; }

    /// <summary>
    /// Returns a client that acts for one person. It is thread-safe, shares the connections of this client and needs no disposal.
    /// Any number of them can exist at the same time. It renews its token when needed; clients with the same token share one
    /// renewal.
    /// </summary>
    /// <param name="token">The person's token, from a sign-in or from your storage.</param>
    /// <param name="store">
    /// Saves each new token. <see langword="null"/> when the sign-in need not survive a restart: a renewal uses up the refresh
    /// token of the old token.
    /// </param>
    /// <exception cref="ArgumentException">A token is empty or malformed.</exception>
    public virtual MxitUserClient ForUser(UserToken token, IUserTokenStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(token);
        return CreateForUser(token, store is null ? null : store.SaveAsync);
    }

    /// <summary>Returns a client that acts for one person, with a function in place of a store.</summary>
    /// <param name="token">The person's token, from a sign-in or from your storage.</param>
    /// <param name="saveAsync">Saves a new token, as <see cref="IUserTokenStore.SaveAsync"/> does.</param>
    /// <exception cref="ArgumentException">A token is empty or malformed.</exception>
    public virtual MxitUserClient ForUser(UserToken token, Func<UserToken, CancellationToken, Task> saveAsync)
    {
        ArgumentNullException.ThrowIfNull(saveAsync);
        ArgumentNullException.ThrowIfNull(token);
        return CreateForUser(token, saveAsync);
    }

    /// <summary>
    /// Closes the connections and ends live feeds and downloads. Your own <see cref="MxitClientOptions.HttpClient"/> is not
    /// disposed.
    /// </summary>
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
