using Mxit.Internal;
using Mxit.Wire;

namespace Mxit;

/// <summary>
/// One person's own profile, status, pictures, contacts and gallery, besides looking other people up and offering them files. Each
/// call names the scope that the person must have allowed. Source: wire document, sections 4 to 6.
/// </summary>
public partial class PersonUsersClient : UsersClient
{
    private readonly UserTokenSource _tokens;

    /// <summary>For fakes.</summary>
    protected PersonUsersClient() => _tokens = null!;

    internal PersonUsersClient(UserApi api, UserTokenSource tokens)
        : base(api) => _tokens = tokens;

    /// <summary>
    /// All that is known of the person (scope <see cref="MxitScopes.ProfilePrivate"/>). Source: <c>GET /user/profile</c>, wire
    /// document, section 4.6.
    /// </summary>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">An argument is not as described; nothing was sent.</exception>
    /// <exception cref="MxitUnauthorizedException">The person must sign in again.</exception>
    /// <exception cref="MxitForbiddenException">The person did not allow this.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<FullProfile> GetFullProfileAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        Api.ReadAsync(
            MxitRoutes.UserProfile, CallScopes.ProfilePrivate, MxitJson.Wire.FullProfile, ReplyValidation.Profile, options, cancellationToken);

    /// <summary>
    /// Changes the person's profile (scope <see cref="MxitScopes.ProfileWrite"/>). An update without members changes nothing, and
    /// is sent all the same, so that the server checks the token. Source: <c>PUT /user/profile</c>, wire document, section 4.10.
    /// </summary>
    /// <param name="update">What to change; what is left out stays as it is.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task UpdateProfileAsync(
        ProfileUpdate update, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        return Api.PutAsync(
            MxitRoutes.UserProfile,
            CallScopes.ProfileWrite,
            update.ToBody(),
            MxitJson.Wire.UpdateProfileBody,
            update.Texts(),
            options,
            cancellationToken);
    }

    /// <summary>
    /// The person's status message, empty when there is none (scope <see cref="MxitScopes.ProfilePublic"/>). Source:
    /// <c>GET /user/statusmessage</c>, wire document, section 4.11.
    /// </summary>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task<string> GetOwnStatusAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        ReadTextAsync(MxitRoutes.UserStatusMessage, options, cancellationToken);

    /// <summary>
    /// Sets the person's status message (scope <see cref="MxitScopes.StatusWrite"/>). Source: <c>PUT /user/statusmessage</c>, wire
    /// document, section 4.11.
    /// </summary>
    /// <param name="status">The text, which servers limit to 250 characters; empty for none.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task SetStatusAsync(
        string status, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(status);
        return Api.PutAsync(
            MxitRoutes.UserStatusMessage,
            CallScopes.StatusWrite,
            status,
            MxitJson.Wire.String,
            [status],
            options,
            cancellationToken);
    }
}
