using Mxit.Internal;
using Mxit.Wire;

namespace Mxit;

/// <summary>
/// One person's own profile, status, pictures, contacts and gallery; also look-up of other people and file offers. Each call
/// names the scope that the person must have allowed. Thread-safe. Source: wire document, sections 4 to 6.
/// </summary>
public partial class UserAccountClient
{
    private readonly ApiCaller _api;
    private readonly UsersApi _users;
    private readonly UserTokenSource _tokens;

    /// <summary>For fakes in tests.</summary>
    protected UserAccountClient() => (_api, _users, _tokens) = (null!, null!, null!);

    internal UserAccountClient(ApiCaller api, UserTokenSource tokens) =>
        (_api, _users, _tokens) = (api, new UsersApi(api), tokens);

    /// <summary>
    /// Gets the full profile of the person (scope <see cref="MxitScopes.ProfilePrivate"/>). Source: <c>GET /user/profile</c>,
    /// wire document, section 4.6.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">An argument is invalid; nothing was sent.</exception>
    /// <exception cref="MxitUnauthorizedException">The person must sign in again.</exception>
    /// <exception cref="MxitForbiddenException">The person did not allow this.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual Task<FullProfile> GetFullProfileAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync(
            MxitRoutes.UserProfile,
            CallScopes.ProfilePrivate,
            ReplyJson.Wire.FullProfile,
            ReplyValidation.Profile,
            options,
            cancellationToken);

    /// <summary>
    /// Changes the person's profile (scope <see cref="MxitScopes.ProfileWrite"/>). An empty update changes nothing; it is sent,
    /// so that the server checks the token. Source: <c>PUT /user/profile</c>, wire document, section 4.10.
    /// </summary>
    /// <param name="update">The changes; members that are not set are not changed.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
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
    /// Gets the person's status message, empty when there is none (scope <see cref="MxitScopes.ProfilePublic"/>). Source:
    /// <c>GET /user/statusmessage</c>, wire document, section 4.11.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task<string> GetOwnStatusAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.GetTextAsync(MxitRoutes.UserStatusMessage, CallScopes.ProfilePublic, options, cancellationToken);

    /// <summary>
    /// Sets the person's status message (scope <see cref="MxitScopes.StatusWrite"/>). Idempotent. Source:
    /// <c>PUT /user/statusmessage</c>, wire document, section 4.11.
    /// </summary>
    /// <param name="status">The text, at most 250 characters; empty for none.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
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
