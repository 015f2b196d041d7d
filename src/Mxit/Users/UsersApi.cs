using Mxit.Wire;

namespace Mxit.Internal;

/// <summary>
/// The calls of the User API that <see cref="UsersClient"/> and <see cref="UserAccountClient"/> share. They are documented there.
/// </summary>
internal sealed class UsersApi(ApiCaller api)
{
    public async Task<UserId> GetUserIdAsync(string mxitId, MxitCallOptions? options, CancellationToken cancellationToken) =>
        new(await api.GetAsync(
            MxitRoutes.UserLookup + PathSegment.Escape(mxitId),
            CallScopes.ProfilePublic,
            MxitJson.Wire.String,
            ReplyValidation.Id,
            options,
            cancellationToken).ConfigureAwait(false));

    public async Task<UserId?> GetUserIdOrNullAsync(string mxitId, MxitCallOptions? options, CancellationToken cancellationToken)
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

    public Task<string> GetStatusAsync(string mxitId, MxitCallOptions? options, CancellationToken cancellationToken) =>
        api.GetTextAsync(
            MxitRoutes.PublicStatusMessage + PathSegment.Escape(mxitId), CallScopes.ProfilePublic, options, cancellationToken);

    public Task<string> GetDisplayNameAsync(string mxitId, MxitCallOptions? options, CancellationToken cancellationToken) =>
        api.GetTextAsync(
            MxitRoutes.PublicDisplayName + PathSegment.Escape(mxitId), CallScopes.ProfilePublic, options, cancellationToken);

    public Task<MediaDownload> GetAvatarAsync(string mxitId, MxitCallOptions? options, CancellationToken cancellationToken) =>
        api.DownloadAsync(
            MxitRoutes.PublicAvatar + PathSegment.Escape(mxitId), CallScopes.ProfilePublic, options, cancellationToken);

    public Task<MediaDownload?> GetAvatarIfChangedAsync(
        string mxitId, string etag, MxitCallOptions? options, CancellationToken cancellationToken) =>
        api.DownloadIfChangedAsync(
            MxitRoutes.PublicAvatar + PathSegment.Escape(mxitId), CallScopes.ProfilePublic, etag, options, cancellationToken);

    public Task<BasicProfile> GetBasicProfileAsync(
        UserId userId, MxitCallOptions? options, CancellationToken cancellationToken) =>
        api.GetAsync(
            $"{MxitRoutes.UserProfile}/{PathSegment.Escape(userId.Value)}",
            CallScopes.ProfilePublic,
            ReplyJson.Wire.BasicProfile,
            ReplyValidation.Profile,
            options,
            cancellationToken);

    public Task<string> GetVersionAsync(MxitCallOptions? options, CancellationToken cancellationToken) =>
        api.GetVersionAsync(MxitRoutes.UserVersion, options, cancellationToken);

    public Task RecommendAsync(
        Recommendation recommendation, UserId? from, MxitCallOptions? options, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(recommendation.Application) || recommendation.To == default)
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

        var body = new RecommendBody
        {
            Application = recommendation.Application,
            CallbackUrl = recommendation.Callback?.OriginalString,
            FromUserId = from?.Value,
            ToUserId = recommendation.To.Value,
            Message = recommendation.Message,
        };
        return api.RunAsync(
            api.Request(
                HttpMethod.Post,
                MxitRoutes.Recommend,
                CallScopes.ContactRecommend,
                options,
                ApiRequest.Json(body, MxitJson.Wire.RecommendBody),
                confidential: [body.Message, body.CallbackUrl ?? ""],
                hasKey: true),
            cancellationToken);
    }

    public async Task<FileOfferReceipt> UploadFileAndSendFileOfferAsync(
        UserId userId,
        MediaUpload file,
        bool preventShare,
        FileOfferOptions? offer,
        IProgress<TransferProgress>? progress,
        MxitCallOptions? options,
        CancellationToken cancellationToken)
    {
        CheckReceiver(userId);
        var fileName = NameOf(file);
        var query = Query.Of(
            ("fileName", fileName),
            ("userId", userId.Value),
            ("autoOpen", Flag(offer?.AutoOpen)),
            ("preventShare", Flag(preventShare)),
            ("keepMetadata", Flag(offer?.KeepMetadata)));
        var request = api.Request(
            HttpMethod.Post,
            MxitRoutes.UserMediaSend + query,
            CallScopes.ContentSend,
            options,
            confidential: [fileName],
            recipients: [userId.Value],
            hasKey: true,
            upload: file,
            progress: progress);
        var reply = await api.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return Receipt(reply, new FileId(reply.Read(MxitJson.Wire.String, ReplyValidation.Id)));
    }

    public async Task<FileOfferReceipt> SendFileOfferAsync(
        UserId userId, FileId fileId, FileOfferOptions? offer, MxitCallOptions? options, CancellationToken cancellationToken)
    {
        CheckReceiver(userId);

        // The historic service used a capital letter here, and a small one in the other call.
        var query = Query.Of(
            ("UserId", userId.Value), ("autoOpen", Flag(offer?.AutoOpen)), ("keepMetadata", Flag(offer?.KeepMetadata)));
        var request = api.Request(
            HttpMethod.Post,
            $"{MxitRoutes.UserMediaSend}/{PathSegment.Escape(fileId.Value)}{query}",
            CallScopes.ContentSend,
            options,
            recipients: [userId.Value],
            hasKey: true);
        var reply = await api.SendAsync(request, cancellationToken).ConfigureAwait(false);

        // The file id is known, so a reply may leave it out.
        return Receipt(reply, reply.Body.IsEmpty ? fileId : new FileId(reply.Read(MxitJson.Wire.String, ReplyValidation.Id)));
    }

    public Task<FileOffer> GetOfferAsync(
        OfferId offerId, ScopeSet scopes, MxitCallOptions? options, CancellationToken cancellationToken) =>
        api.GetAsync(OfferPath(offerId), scopes, ReplyJson.Wire.FileOffer, ReplyValidation.Offer, options, cancellationToken);

    public async Task<Page<FileOffer>> GetOffersPageAsync(
        MessageDirection direction,
        Cursor after,
        int limit,
        ScopeSet scopes,
        MxitCallOptions? options,
        CancellationToken cancellationToken)
    {
        var query = Query.Of(("direction", direction.Value), ("before", after.Text), ("limit", Paging.LimitText(limit)));
        var request = api.Request(HttpMethod.Get, MxitRoutes.MessengerOffers + query, scopes, options);
        var reply = await api.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var page = reply.Read(ReplyJson.Wire.FileOffersReply, ReplyValidation.Offers);
        var next = page.HasMore ? new Cursor(page.Offers[^1].Id.Value) : default;
        return page.HasMore && next == after
            ? throw reply.LeadsNowhere()
            : new() { Items = page.Offers, Next = next, HasMore = page.HasMore };
    }

    public IAsyncEnumerable<FileOffer> ListOffersAsync(
        MessageDirection direction, ScopeSet scopes, MxitCallOptions? options, CancellationToken cancellationToken)
    {
        options.Check();
        return Paging.ReadAllAsync(
            default, (after, stop) => GetOffersPageAsync(direction, after, Paging.MaxLimit, scopes, options, stop),
            cancellationToken);
    }

    public static string OfferPath(OfferId offerId) => $"{MxitRoutes.MessengerOffers}/{PathSegment.Escape(offerId.Value)}";

    /// <exception cref="ArgumentException">The file has no name, or an invalid one.</exception>
    public static string NameOf(MediaUpload file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.FileName is null)
        {
            throw new ArgumentException(
                $"The file needs a name: new {nameof(MediaUpload)}(content, \"beach.jpg\"), " +
                $"or {nameof(MediaUpload)}.{nameof(MediaUpload.FromFile)}.",
                nameof(file));
        }

        WellFormed.CheckFileName(file.FileName, nameof(file));
        return file.FileName;
    }

    private static FileOfferReceipt Receipt(ApiReply reply, FileId fileId) => new()
    {
        FileId = fileId,
        OfferId = (OfferId?)reply.MessageId,
        RequestId = reply.RequestId,
    };

    private static void CheckReceiver(UserId userId) => ArgumentException.ThrowIfNullOrWhiteSpace(userId.Value, nameof(userId));

    // Parameters that are not set are left out, as old clients do.
    private static string? Flag(bool? wanted) => wanted is true ? "true" : null;
}
