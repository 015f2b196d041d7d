using System.Net;
using System.Runtime.CompilerServices;

namespace Mxit.Internal;

/// <summary>Sends the calls, open responses and downloads of all areas.</summary>
internal sealed class MxitConnection(MxitClientSettings settings) : IDisposable
{
    private const int MaxReplyBytes = 16 * 1024 * 1024;

    private static readonly ReplyReader<ApiReply> ReadReply = ReadReplyAsync;
    private static readonly ReplyReader<HttpResponseMessage> ReadNothing = static (response, _) => ValueTask.FromResult(response);

    private readonly CallPipeline _pipeline = new(settings);
    private readonly CancellationTokenSource _disposed = new();

    public TimeProvider TimeProvider => settings.TimeProvider;

    /// <summary>The default time-out of a call.</summary>
    public TimeSpan Timeout => settings.Timeout;

    /// <summary>The default number of retries of a call.</summary>
    public int MaxRetries => settings.MaxRetries;

    /// <summary>Cancelled when the client is disposed. Ends live feeds and downloads.</summary>
    public CancellationToken Disposed => _disposed.Token;

    /// <summary>Sends the request and reads the complete response.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ApiReply> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.RunAsync(request, ReadReply, cancellationToken).ConfigureAwait(false);
        }
        catch (MxitNotFoundException gone) when (
            request.Method == HttpMethod.Delete
            && !CallerErrors.Contains(gone)
            && gone.Attempts.Any(static attempt => attempt.MayHaveArrived))
        {
            // An earlier attempt whose response was lost has deleted it.
            return new ApiReply(default, gone.RequestId, null);
        }
    }

    /// <summary>
    /// Sends the request and returns after the headers of a success (or of a 304 or 206, if the request allows it). The caller
    /// reads and disposes the response.
    /// </summary>
    public ValueTask<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancellationToken) =>
        _pipeline.RunAsync(request, ReadNothing, cancellationToken);

    /// <summary>
    /// Starts a download; <see langword="null"/> when the caller's copy is current. The time-out ends with the headers; then it
    /// applies to each read.
    /// </summary>
    public async Task<MediaDownload?> DownloadAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var response = await OpenAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            if (response.StatusCode == HttpStatusCode.NotModified)
            {
                response.Dispose();
                return null;
            }

            var sent = await DownloadStream.CreateAsync(this, request, response, cancellationToken).ConfigureAwait(false);
            var content = ContentEncoding.Decode(sent, response);
            var headers = response.Content.Headers;

            // The length of the encoded content, not of the content.
            var length = ReferenceEquals(content, sent) ? headers.ContentLength : null;
            return new MediaDownload(new InterruptibleStream(content, length, Disposed))
            {
                TimeProvider = TimeProvider,
                ContentType = ReplyHeaders.MediaType(response),
                Length = length,
                ETag = ReplyHeaders.ETag(response),
                LastModified = headers.LastModified,
                FileName = ReplyHeaders.FileName(response),
            };
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        // Cancelled asynchronously, so that no code of the caller runs here. Not disposed, because others may still use it.
        _ = _disposed.CancelAsync();
        _pipeline.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ApiReply> ReadReplyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            var (body, complete) = await BoundedReader.ReadAsync(
                response, MaxReplyBytes, cancellationToken).ConfigureAwait(false);
            var reply = new ApiReply(body, ReplyHeaders.RequestId(response), ReplyHeaders.MessageId(response));
            return complete ? reply : throw reply.Unreadable();
        }
    }
}
