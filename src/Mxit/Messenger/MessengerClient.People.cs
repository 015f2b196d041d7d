using Mxit.Internal;
using Mxit.Wire;

namespace Mxit;

/// <content>The person's profile, and other people.</content>
public partial class MessengerClient
{
    /// <summary>Gets the person's own full profile. Source: <c>GET /messenger/profile</c>.</summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual Task<FullProfile> GetProfileAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync(
            MxitRoutes.MessengerProfile,
            CallScopes.Messenger,
            ReplyJson.Wire.FullProfile,
            ReplyValidation.Profile,
            options,
            cancellationToken);

    /// <summary>
    /// Changes the person's profile. An empty update changes nothing; it is sent, so that the server checks the token. Source:
    /// <c>PUT /messenger/profile</c>.
    /// </summary>
    /// <param name="update">The changes; members that are not set are not changed.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
    /// <exception cref="ArgumentException">An argument is invalid; nothing was sent.</exception>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual Task UpdateProfileAsync(
        ProfileUpdate update, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        return _api.RunAsync(
            _api.Request(
                HttpMethod.Put,
                MxitRoutes.MessengerProfile,
                CallScopes.Messenger,
                options,
                ApiRequest.Json(update.ToBody(), MxitJson.Wire.UpdateProfileBody),
                confidential: update.Texts()),
            cancellationToken);
    }

    /// <summary>
    /// Lists people whom the person may know: friends of friends, those with the most common friends first. Source:
    /// <c>GET /messenger/suggestions</c>.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual async Task<IReadOnlyList<BasicProfile>> GetSuggestionsAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        await _api.GetAsync(
            MxitRoutes.MessengerSuggestions,
            CallScopes.Messenger,
            ReplyJson.Wire.BasicProfileArray,
            ReplyValidation.Profiles,
            options,
            cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Downloads the picture of a person, at most 480 by 480 pixels. Source: <c>GET /messenger/people/{userId}/avatar</c>.
    /// </summary>
    /// <param name="userId">The user id.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call, not the reading of the picture.</param>
    /// <exception cref="ArgumentException">The user id is empty or invalid.</exception>
    /// <exception cref="MxitNotFoundException">There is no such person.</exception>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual Task<MediaDownload> GetAvatarAsync(
        UserId userId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.DownloadAsync(
            $"{MxitRoutes.MessengerPeople}{PathSegment.Escape(userId.Value)}/avatar", CallScopes.Messenger, options,
            cancellationToken);
}
