using Mxit.Internal;
using Mxit.Wire;

namespace Mxit;

/// <summary>
/// One person's own profile, status, pictures, contacts and gallery, besides looking other people up and offering them files. Each
/// call names the scope that the person must have allowed. Source: wire document, sections 4 to 6.
/// </summary>
public partial class UserAccountClient
{
    private readonly ApiCaller _api;
    private readonly UsersApi _users;
    private readonly UserTokenSource _tokens;

    /// <summary>For fakes.</summary>
    protected UserAccountClient() => (_api, _users, _tokens) = (null!, null!, null!);

    internal UserAccountClient(ApiCaller api, UserTokenSource tokens) => (_api, _users, _tokens) = (api, new UsersApi(api), tokens);

    /// <summary>
    /// All that is known of the person (scope <see cref="MxitScopes.ProfilePrivate"/>). Source: <c>GET /user/profile</c>, wire
    /// document, section 4.6.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">An argument is not as described; nothing was sent.</exception>
    /// <exception cref="MxitUnauthorizedException">The person must sign in again.</exception>
    /// <exception cref="MxitForbiddenException">The person did not allow this.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<FullProfile> GetFullProfileAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync(
            MxitRoutes.UserProfile, CallScopes.ProfilePrivate, ReplyJson.Wire.FullProfile, ReplyValidation.Profile, options, cancellationToken);

    /// <summary>
    /// Changes the person's profile (scope <see cref="MxitScopes.ProfileWrite"/>). An update without members changes nothing, and
    /// is sent all the same, so that the server checks the token. Source: <c>PUT /user/profile</c>, wire document, section 4.10.
    /// </summary>
    /// <param name="update">What to change; what is left out stays as it is.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task UpdateProfileAsync(
        ProfileUpdate update, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        return _api.RunAsync(
            _api.Request(
                HttpMethod.Put,
                MxitRoutes.UserProfile,
                CallScopes.ProfileWrite,
                options,
                ApiRequest.Json(update.ToBody(), MxitJson.Wire.UpdateProfileBody),
                confidential: update.Texts()),
            cancellationToken);
    }

    /// <summary>
    /// The person's status message, empty when there is none (scope <see cref="MxitScopes.ProfilePublic"/>). Source:
    /// <c>GET /user/statusmessage</c>, wire document, section 4.11.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task<string> GetOwnStatusAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.GetTextAsync(MxitRoutes.UserStatusMessage, CallScopes.ProfilePublic, options, cancellationToken);

    /// <summary>
    /// Sets the person's status message (scope <see cref="MxitScopes.StatusWrite"/>). Source: <c>PUT /user/statusmessage</c>, wire
    /// document, section 4.11.
    /// </summary>
    /// <param name="status">The text, which servers limit to 250 characters; empty for none.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task SetStatusAsync(
        string status, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(status);
        return _api.RunAsync(
            _api.Request(
                HttpMethod.Put,
                MxitRoutes.UserStatusMessage,
                CallScopes.StatusWrite,
                options,
                ApiRequest.Json(status, MxitJson.Wire.String),
                confidential: [status]),
            cancellationToken);
    }
}
