using Mxit.Internal;

namespace Mxit;

/// <summary>
/// Acts for one person, with what that person allowed. Made by <see cref="MxitClient.ForUser(UserToken, IUserTokenStore)"/>; never changes to another
/// person.
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

    /// <summary>For fakes.</summary>
    protected MxitUserClient() =>
        (_tokens, _oauth, Messaging, Users, Messenger) = (null!, null!, null!, null!, null!);

    /// <summary>Messages from the person to other people.</summary>
    public virtual UserMessagingClient Messaging { get; }

    /// <summary>The person's profile, status, pictures, contacts and gallery; looking other people up and offering them files.</summary>
    public virtual UserAccountClient Users { get; }

    /// <summary>Reading and answering the person's messages.</summary>
    public virtual MessengerClient Messenger { get; }

    /// <summary>The newest token: the one given, or the one that it was renewed to.</summary>
    public virtual UserToken Token => _tokens.Token;

    /// <summary>Says who the person is. Source: <c>GET /userinfo</c>, wire document, section 2.5.</summary>
    /// <param name="options">What this call does differently: its time-out and its retries.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="MxitUnauthorizedException">The person must sign in again.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<UserInfo> GetUserInfoAsync(MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _oauth.GetUserInfoAsync(_tokens, options, cancellationToken);
}
