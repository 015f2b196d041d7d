using Mxit.Internal;
using Mxit.Wire;

namespace Mxit;

/// <summary>
/// Looking people up, recommending an app, and offering files. Look-up and the public calls take the login, such as <c>thandi</c>;
/// all others the user id, such as <c>m11111111111</c>, which <see cref="GetUserIdAsync"/> finds. Source: wire document, sections 4
/// to 6.
/// </summary>
public partial class UsersClient
{
    /// <summary>For fakes.</summary>
    protected UsersClient() => Api = null!;

    internal UsersClient(UserApi api) => Api = api;

    private protected UserApi Api { get; }

    /// <summary>
    /// The user id of a person (scope <see cref="MxitScopes.ProfilePublic"/>): what messages and profiles ask for, and what never
    /// changes. Source: <c>GET /user/lookup/{mxitId}</c>, wire document, section 4.2.
    /// </summary>
    /// <param name="mxitId">The login, in any case; a user id comes back as it is.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The login is empty or cannot be one, or the options are not as described.</exception>
    /// <exception cref="MxitNotFoundException">Nobody has this login.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<string> GetUserIdAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        Api.ReadAsync(
            MxitRoutes.UserLookup + PathSegment.Escape(mxitId),
            CallScopes.ProfilePublic,
            MxitJson.Wire.String,
            static userId => userId.Length > 0,
            options,
            cancellationToken);

    /// <summary>The same, with <see langword="null"/> when nobody has this login.</summary>
    /// <param name="mxitId">The login, in any case; a user id comes back as it is.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The login is empty or cannot be one, or the options are not as described.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual async Task<string?> GetUserIdOrNullAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetUserIdAsync(mxitId, options, cancellationToken).ConfigureAwait(false);
        }
        catch (MxitNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// The status message of a person, empty when there is none (scope <see cref="MxitScopes.ProfilePublic"/>). Source:
    /// <c>GET /user/public/statusmessage/{mxitId}</c>, wire document, section 4.3.
    /// </summary>
    /// <param name="mxitId">The login, in any case.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <inheritdoc cref="GetUserIdAsync" path="/exception"/>
    public virtual Task<string> GetStatusAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        ReadTextAsync(MxitRoutes.PublicStatusMessage + PathSegment.Escape(mxitId), options, cancellationToken);

    /// <summary>
    /// The name that others see of a person (scope <see cref="MxitScopes.ProfilePublic"/>). Source:
    /// <c>GET /user/public/displayname/{mxitId}</c>, wire document, section 4.3.
    /// </summary>
    /// <param name="mxitId">The login, in any case.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <inheritdoc cref="GetUserIdAsync" path="/exception"/>
    public virtual Task<string> GetDisplayNameAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        ReadTextAsync(MxitRoutes.PublicDisplayName + PathSegment.Escape(mxitId), options, cancellationToken);

    /// <summary>
    /// The picture of a person, a default one for those who have set none (scope <see cref="MxitScopes.ProfilePublic"/>). Dispose
    /// of the answer. Source: <c>GET /user/public/avatar/{mxitId}</c>, wire document, section 4.4.
    /// </summary>
    /// <param name="mxitId">The login, in any case.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call; the reading of the content has tokens of its own.</param>
    /// <inheritdoc cref="GetUserIdAsync" path="/exception"/>
    public virtual Task<MediaDownload> GetAvatarAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        Api.DownloadAsync(
            MxitRoutes.PublicAvatar + PathSegment.Escape(mxitId), CallScopes.ProfilePublic, options, cancellationToken);

    /// <summary>The same, with <see langword="null"/> when the picture is still the one that you have.</summary>
    /// <param name="mxitId">The login, in any case.</param>
    /// <param name="etag">What you have: <see cref="MediaDownload.ETag"/> as it came.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call; the reading of the content has tokens of its own.</param>
    /// <inheritdoc cref="GetUserIdAsync" path="/exception"/>
    public virtual Task<MediaDownload?> GetAvatarIfChangedAsync(
        string mxitId, string etag, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        Api.DownloadIfChangedAsync(
            MxitRoutes.PublicAvatar + PathSegment.Escape(mxitId), CallScopes.ProfilePublic, etag, options, cancellationToken);

    /// <summary>
    /// What everybody may know of a person (scope <see cref="MxitScopes.ProfilePublic"/>). Source:
    /// <c>GET /user/profile/{userId}</c>, wire document, section 4.5.
    /// </summary>
    /// <param name="userId">The user id, not the login.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The user id is empty or cannot be one, or the options are not as described.</exception>
    /// <exception cref="MxitNotFoundException">Nobody has this user id.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<BasicProfile> GetBasicProfileAsync(
        string userId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        Api.ReadAsync(
            $"{MxitRoutes.UserProfile}/{PathSegment.Escape(userId)}",
            CallScopes.ProfilePublic,
            MxitJson.Wire.BasicProfile,
            ReplyValidation.Profile,
            options,
            cancellationToken);

    /// <summary>
    /// Recommends an app to a person (scope <see cref="MxitScopes.ContactRecommend"/>): an app recommends itself. Source:
    /// <c>POST /user/recommend</c>, wire document, section 5.4.
    /// </summary>
    /// <param name="recommendation">What to recommend to whom; <see cref="Recommendation.From"/> is needed from an app.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call; the recommendation may have been accepted all the same.</param>
    /// <exception cref="ArgumentException">The recommendation or the options are not as described; nothing was sent.</exception>
    /// <exception cref="MxitForbiddenException">The sender may not recommend, or not this app.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task RecommendAsync(
        Recommendation recommendation, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recommendation);
        return string.IsNullOrWhiteSpace(recommendation.From)
            ? throw new ArgumentException(
                "From an app, a recommendation needs the user id of the person who recommends.", nameof(recommendation))
            : RecommendAsync(BodyOf(recommendation), options, cancellationToken);
    }

    /// <summary>
    /// The version of the User API, such as <c>1.0.0.0</c>; needs no token. Source: <c>GET /user/version</c>, wire document,
    /// section 4.1.
    /// </summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<string> GetVersionAsync(CancellationToken cancellationToken = default) =>
        Api.GetVersionAsync(cancellationToken);

    private protected Task RecommendAsync(RecommendBody body, MxitCallOptions? options, CancellationToken cancellationToken) =>
        Api.PostAsync(
            MxitRoutes.Recommend,
            CallScopes.ContactRecommend,
            ApiRequest.Json(body, MxitJson.Wire.RecommendBody),
            [body.Message ?? "", body.CallbackUrl ?? ""],
            recipients: [],
            options,
            cancellationToken).AsTask();

    private protected static RecommendBody BodyOf(Recommendation recommendation)
    {
        if (string.IsNullOrWhiteSpace(recommendation.Application) || string.IsNullOrWhiteSpace(recommendation.To))
        {
            throw new ArgumentException("A recommendation needs an app and the person who gets it.", nameof(recommendation));
        }

        if (recommendation.Message is null)
        {
            throw new ArgumentException("A recommendation needs a message; it may be empty.", nameof(recommendation));
        }

        if (recommendation.Callback is { IsAbsoluteUri: false })
        {
            throw new ArgumentException("The callback must be an absolute address.", nameof(recommendation));
        }

        return new RecommendBody
        {
            Application = recommendation.Application,
            CallbackUrl = recommendation.Callback?.OriginalString,
            FromUserId = recommendation.From,
            ToUserId = recommendation.To,
            Message = recommendation.Message,
        };
    }

    private protected Task<string> ReadTextAsync(string path, MxitCallOptions? options, CancellationToken cancellationToken) =>
        Api.ReadAsync(path, CallScopes.ProfilePublic, MxitJson.Wire.String, options, cancellationToken);
}
