using Mxit.Internal;

namespace Mxit;

/// <summary>
/// A client that acts for one person, with the scopes that the person allowed. Created by
/// <see cref="MxitClient.ForUser(UserToken, IUserTokenStore)"/>. Thread-safe.
/// </summary>
public class MxitUserClient
{
    private readonly UserTokenSource _tokens;
    private readonly OAuthClient _oauth;

    internal MxitUserClient(MxitConnection connection, MxitClientSettings settings, UserTokenSource tokens, OAuthClient oauth)
    {
        _tokens = tokens;
        _oauth = oauth;
        var api = new ApiCaller(connection, settings, tokens);
        Messaging = new UserMessagingClient(new MessageSender(api, settings), api, tokens);
        Users = new UserAccountClient(api, tokens);
        Messenger = new MessengerClient(api);
    }

    /// <summary>For fakes in tests.</summary>
    protected MxitUserClient() =>
        (_tokens, _oauth, Messaging, Users, Messenger) = (null!, null!, null!, null!, null!);

    /// <summary>Sends messages from the person to other people.</summary>
    public virtual UserMessagingClient Messaging { get; }

    /// <summary>
    /// The person's profile, status, pictures, contacts and gallery. Also looks other people up and offers files to them.
    /// </summary>
    public virtual UserAccountClient Users { get; }

    /// <summary>Reads, sends and acknowledges the person's messages.</summary>
    public virtual MessengerClient Messenger { get; }

    /// <summary>The newest token: the given one, or the one from the last renewal.</summary>
    public virtual UserToken Token => _tokens.Token;

    /// <summary>Gets the user id of the person. Source: <c>GET /userinfo</c>, wire document, section 2.5.</summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="MxitUnauthorizedException">The person must sign in again.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual Task<UserInfo> GetUserInfoAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _oauth.GetUserInfoAsync(_tokens, options, cancellationToken);
}
