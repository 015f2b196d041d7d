using Mxit.Internal;
using Mxit.Wire;

namespace Mxit;

/// <content>The person's profile, and other people.</content>
public partial class MessengerClient
{
    /// <summary>The person's own full profile. Source: <c>GET /messenger/profile</c>.</summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual Task<FullProfile> GetProfileAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync(
            MxitRoutes.MessengerProfile, CallScopes.Messenger, ReplyJson.Wire.FullProfile, ReplyValidation.Profile, options, cancellationToken);

    /// <summary>
    /// Changes the person's profile. An update without members changes nothing, and is sent all the same, so that the server checks
    /// the token. Source: <c>PUT /messenger/profile</c>.
    /// </summary>
    /// <param name="update">What to change; what is left out stays as it is.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <exception cref="ArgumentException">An argument is not as described; nothing was sent.</exception>
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
    /// People whom the person may know: friends of friends, those with the most friends in common first. Source:
    /// <c>GET /messenger/suggestions</c>.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
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
    /// Somebody's picture in the size of pages, at most 480 by 480 pixels. Source: <c>GET /messenger/people/{userId}/avatar</c>.
    /// </summary>
    /// <param name="userId">The user id.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call, not the reading of the picture.</param>
    /// <exception cref="ArgumentException">The user id is empty or cannot be one.</exception>
    /// <exception cref="MxitNotFoundException">There is no such person.</exception>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual Task<MediaDownload> GetAvatarAsync(
        UserId userId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.DownloadAsync(
            $"{MxitRoutes.MessengerPeople}{PathSegment.Escape(userId.Value)}/avatar", CallScopes.Messenger, options, cancellationToken);
}
