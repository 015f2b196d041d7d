using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Mxit.Wire;

namespace Mxit.Internal;

/// <summary>Builds the requests of the User API, as an app or as one person. Source: wire document, sections 4 to 6.</summary>
internal sealed class UserApi(MxitConnection connection, MxitClientSettings settings, ITokenSource tokens)
{
    public Task<T> ReadAsync<T>(
        string pathAndQuery, ScopeSet scopes, JsonTypeInfo<T> type, MxitCallOptions? options, CancellationToken cancellationToken)
        where T : class => ReadAsync(pathAndQuery, scopes, type, static _ => true, options, cancellationToken);

    /// <summary>The same for an answer that must be more than of its type.</summary>
    public Task<T> ReadAsync<T>(
        string pathAndQuery,
        ScopeSet scopes,
        JsonTypeInfo<T> type,
        Predicate<T> isWhole,
        MxitCallOptions? options,
        CancellationToken cancellationToken)
        where T : class => ReadAsync(pathAndQuery, scopes, type, isWhole, confidential: [], options, cancellationToken);

    /// <summary>The same for an address with a text of the person's own, which so is never part of a failure.</summary>
    public async Task<T> ReadAsync<T>(
        string pathAndQuery,
        ScopeSet scopes,
        JsonTypeInfo<T> type,
        Predicate<T> isWhole,
        IReadOnlyList<string> confidential,
        MxitCallOptions? options,
        CancellationToken cancellationToken)
        where T : class
    {
        var request = new ApiRequest(HttpMethod.Get, AddressOf(pathAndQuery))
        {
            Tokens = tokens,
            Scopes = options.ScopesOr(scopes),
            Timeout = options.CheckedTimeout(),
            MaxRetries = options.CheckedRetries(),
            Confidential = confidential,
        };
        var reply = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Read(type, isWhole);
    }

    public async Task<string> GetVersionAsync(CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Get, AddressOf(MxitRoutes.UserVersion));
        var reply = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Read(MxitJson.Wire.String);
    }

    /// <summary>Changes something; the answer says no more than that it was done.</summary>
    public Task WriteAsync(
        HttpMethod method, string path, ScopeSet scopes, MxitCallOptions? options, CancellationToken cancellationToken) =>
        WriteAsync(method, path, scopes, confidential: [], options, cancellationToken);

    /// <summary>The same for an address with a text of the person's own, which so is never part of a failure.</summary>
    public async Task WriteAsync(
        HttpMethod method,
        string path,
        ScopeSet scopes,
        IReadOnlyList<string> confidential,
        MxitCallOptions? options,
        CancellationToken cancellationToken)
    {
        var request = new ApiRequest(method, AddressOf(path))
        {
            Tokens = tokens,
            Scopes = options.ScopesOr(scopes),
            Timeout = options.CheckedTimeout(),
            MaxRetries = options.CheckedRetries(),
            Confidential = confidential,
        };
        _ = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same with a body, whose texts are the person's own and so never part of a failure.</summary>
    public async Task PutAsync<T>(
        string path,
        ScopeSet scopes,
        T body,
        JsonTypeInfo<T> type,
        IReadOnlyList<string> confidential,
        MxitCallOptions? options,
        CancellationToken cancellationToken,
        bool? isIdempotent = null)
    {
        var request = new ApiRequest(HttpMethod.Put, AddressOf(path))
        {
            Tokens = tokens,
            Scopes = options.ScopesOr(scopes),
            Content = ApiRequest.Json(body, type),
            IsIdempotent = isIdempotent,
            Timeout = options.CheckedTimeout(),
            MaxRetries = options.CheckedRetries(),
            Confidential = confidential,
        };
        _ = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Does a piece of work that repeating would repeat, if it had no key.</summary>
    public ValueTask<ApiReply> PostAsync(
        string pathAndQuery,
        ScopeSet scopes,
        byte[]? content,
        IReadOnlyList<string> confidential,
        IReadOnlyList<string> recipients,
        MxitCallOptions? options,
        CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Post, AddressOf(pathAndQuery))
        {
            Tokens = tokens,
            Scopes = options.ScopesOr(scopes),
            Content = content,
            IdempotencyKey = options.KeyOrNew(settings.TimeProvider),
            Timeout = options.CheckedTimeout(),
            MaxRetries = options.CheckedRetries(),
            Confidential = confidential,
            Recipients = recipients,
        };
        return connection.SendAsync(request, cancellationToken);
    }

    /// <summary>The same with a file.</summary>
    public ValueTask<ApiReply> UploadAsync(
        string pathAndQuery,
        ScopeSet scopes,
        MediaUpload file,
        IReadOnlyList<string> confidential,
        IReadOnlyList<string> recipients,
        IProgress<TransferProgress>? progress,
        MxitCallOptions? options,
        CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Post, AddressOf(pathAndQuery))
        {
            Tokens = tokens,
            Scopes = options.ScopesOr(scopes),
            Upload = file,
            Progress = progress,
            IdempotencyKey = options.KeyOrNew(settings.TimeProvider),
            Timeout = options.CheckedTimeout(),
            MaxRetries = options.CheckedRetries(),
            Confidential = confidential,
            Recipients = recipients,
        };
        return connection.SendAsync(request, cancellationToken);
    }

    /// <summary>Puts a picture in place of the one that is there: doing it twice is doing it once.</summary>
    public async Task SetPictureAsync(
        string path, MediaUpload picture, MxitCallOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var request = new ApiRequest(HttpMethod.Post, AddressOf(path))
        {
            Tokens = tokens,
            Scopes = options.ScopesOr(CallScopes.AvatarWrite),
            Upload = picture,
            IsIdempotent = true,
            Timeout = options.CheckedTimeout(),
            MaxRetries = options.CheckedRetries(),
        };
        _ = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    public async Task<MediaDownload> DownloadAsync(
        string path, ScopeSet scopes, MxitCallOptions? options, CancellationToken cancellationToken) =>
        (await connection.DownloadAsync(Download(path, scopes, ifNoneMatch: null, options), cancellationToken)
            .ConfigureAwait(false))!;

    /// <summary>The same, with <see langword="null"/> when it is still what <paramref name="etag"/> names.</summary>
    public Task<MediaDownload?> DownloadIfChangedAsync(
        string path, ScopeSet scopes, string etag, MxitCallOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(etag);
        if (!EntityTagHeaderValue.TryParse(etag, out var tag) || tag.Equals(EntityTagHeaderValue.Any) || !Ascii.IsValid(etag))
        {
            throw new ArgumentException(
                $"An entity tag with its quotes is needed, as {nameof(MediaDownload)}.{nameof(MediaDownload.ETag)} has it.",
                nameof(etag));
        }

        return connection.DownloadAsync(Download(path, scopes, etag, options), cancellationToken);
    }

    private ApiRequest Download(string path, ScopeSet scopes, string? ifNoneMatch, MxitCallOptions? options) =>
        new(HttpMethod.Get, AddressOf(path))
        {
            Tokens = tokens,
            Scopes = options.ScopesOr(scopes),
            Accept = "*/*",
            AsItIs = true,
            IfNoneMatch = ifNoneMatch,
            Timeout = options.CheckedTimeout(),
            MaxRetries = options.CheckedRetries(),
        };

    private Uri AddressOf(string pathAndQuery) => new(settings.ApiAddress, pathAndQuery);
}
