using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Mxit.Wire;

namespace Mxit.Internal;

/// <summary>
/// Describes and makes the calls of the API, as an app or as one person. Source: wire document, sections 3 to 6.
/// </summary>
internal sealed class ApiCaller(MxitConnection connection, MxitClientSettings settings, ITokenSource tokens)
{
    /// <summary>Describes one call. Downloads and feeds have their own description below.</summary>
    /// <param name="method">The method.</param>
    /// <param name="pathAndQuery">The address below the address of the API.</param>
    /// <param name="scopes">The scopes that the token must carry, unless the options name others.</param>
    /// <param name="options">The options of the caller.</param>
    /// <param name="content">The body.</param>
    /// <param name="confidential">What an error must not repeat.</param>
    /// <param name="recipients">The recipients of a message. An error can name them as unknown.</param>
    /// <param name="isIdempotent">
    /// Whether the call can be retried; <see langword="null"/> leaves it to the method and the key.
    /// </param>
    /// <param name="hasKey">The call carries an idempotency key, so that retrying it does not repeat its effect.</param>
    /// <param name="upload">A file to send in place of the body.</param>
    /// <param name="progress">Receives the progress of the upload.</param>
    /// <exception cref="ArgumentException">The options are invalid.</exception>
    public ApiRequest Request(
        HttpMethod method,
        string pathAndQuery,
        ScopeSet scopes,
        MxitCallOptions? options,
        byte[]? content = null,
        IReadOnlyList<string>? confidential = null,
        IReadOnlyList<string>? recipients = null,
        bool? isIdempotent = null,
        bool hasKey = false,
        MediaUpload? upload = null,
        IProgress<TransferProgress>? progress = null) => new(method, AddressOf(pathAndQuery), options)
        {
            Tokens = tokens,
            Scopes = options.ScopesOr(scopes),
            IdempotencyKey = hasKey ? options.KeyOrNew(settings.TimeProvider) : null,
            IsIdempotent = isIdempotent,
            Content = content,
            Confidential = confidential ?? [],
            Recipients = recipients ?? [],
            Upload = upload,
            Progress = progress,
        };

    public ValueTask<ApiReply> SendAsync(ApiRequest request, CancellationToken cancellationToken) =>
        connection.SendAsync(request, cancellationToken);

    /// <summary>Makes a call whose reply has no content.</summary>
    public async Task RunAsync(ApiRequest request, CancellationToken cancellationToken) =>
        _ = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);

    public async Task<T> ReadAsync<T>(
        ApiRequest request, JsonTypeInfo<T> type, Predicate<T> isValid, CancellationToken cancellationToken)
        where T : class
    {
        var reply = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Read(type, isValid);
    }

    /// <summary>Gets something.</summary>
    public Task<T> GetAsync<T>(
        string pathAndQuery,
        ScopeSet scopes,
        JsonTypeInfo<T> type,
        Predicate<T> isValid,
        MxitCallOptions? options,
        CancellationToken cancellationToken)
        where T : class => ReadAsync(Request(HttpMethod.Get, pathAndQuery, scopes, options), type, isValid, cancellationToken);

    /// <summary>Gets a text, which can be empty.</summary>
    public Task<string> GetTextAsync(
        string path, ScopeSet scopes, MxitCallOptions? options, CancellationToken cancellationToken) =>
        GetAsync(path, scopes, MxitJson.Wire.String, static _ => true, options, cancellationToken);

    /// <summary>Gets the version of an API. It needs no token.</summary>
    public async Task<string> GetVersionAsync(string path, MxitCallOptions? options, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Get, AddressOf(path), options);
        var reply = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Read(MxitJson.Wire.String);
    }

    /// <summary>Replaces a picture. Idempotent.</summary>
    public Task SetPictureAsync(string path, MediaUpload picture, MxitCallOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return RunAsync(
            Request(HttpMethod.Post, path, CallScopes.AvatarWrite, options, upload: picture, isIdempotent: true),
            cancellationToken);
    }

    public async Task<MediaDownload> DownloadAsync(
        string path, ScopeSet scopes, MxitCallOptions? options, CancellationToken cancellationToken) =>
        (await connection.DownloadAsync(Download(path, scopes, ifNoneMatch: null, options), cancellationToken)
            .ConfigureAwait(false))!;

    /// <summary>
    /// Downloads content that has changed; <see langword="null"/> when it still has the entity tag <paramref name="etag"/>.
    /// </summary>
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

    /// <summary>A live feed of server-sent events.</summary>
    public EventFeed<T> Feed<T>(
        string path,
        ScopeSet scopes,
        string eventType,
        JsonTypeInfo<T> type,
        Predicate<T> isValid,
        Func<T, Cursor> cursorOf,
        MxitCallOptions? options)
        where T : class
    {
        options.Check();
        return new(connection, AddressOf(path), tokens, options.ScopesOr(scopes))
        {
            EventType = eventType,
            Type = type,
            IsValid = isValid,
            CursorOf = cursorOf,
            Timeout = options.CheckedTimeout(),
        };
    }

    private ApiRequest Download(string path, ScopeSet scopes, string? ifNoneMatch, MxitCallOptions? options) =>
        new(HttpMethod.Get, AddressOf(path), options)
        {
            Tokens = tokens,
            Scopes = options.ScopesOr(scopes),
            Accept = "*/*",
            AsItIs = true,
            IfNoneMatch = ifNoneMatch,
        };

    private Uri AddressOf(string pathAndQuery) => new(settings.ApiAddress, pathAndQuery);
}
