using System.Net;
using System.Runtime.CompilerServices;

namespace Mxit.Internal;

/// <summary>What the areas of the client use to speak with a server: calls, answers that are read later, downloads.</summary>
internal sealed class MxitConnection(MxitClientSettings settings) : IDisposable
{
    private const int MaxReplyBytes = 16 * 1024 * 1024;

    private static readonly ReplyReader<ApiReply> ReadReply = ReadReplyAsync;
    private static readonly ReplyReader<HttpResponseMessage> ReadNothing = static (response, _) => ValueTask.FromResult(response);

    private readonly CallPipeline _pipeline = new(settings);
    private readonly CancellationTokenSource _disposed = new();

    public TimeProvider TimeProvider => settings.TimeProvider;

    /// <summary>How long a call may take that says nothing else.</summary>
    public TimeSpan Timeout => settings.Timeout;

    /// <summary>How often a call is retried that says nothing else.</summary>
    public int MaxRetries => settings.MaxRetries;

    /// <summary>Ends what outlives a call, live feeds and downloads, when the client is disposed of.</summary>
    public CancellationToken Disposed => _disposed.Token;

    /// <summary>Sends the request and reads the answer to its end.</summary>
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
            // It was there, and an attempt before this one, whose answer was lost, has deleted it.
            return new ApiReply(default, gone.RequestId, null);
        }
    }

    /// <summary>
    /// Sends the request and returns once the headers of a success are there, or those of a 304 or 206 that the request provides
    /// for; the caller reads and disposes.
    /// </summary>
    public ValueTask<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancellationToken) =>
        _pipeline.RunAsync(request, ReadNothing, cancellationToken);

    /// <summary>
    /// Downloads: <see langword="null"/> when the caller has it already. The time-out ends with the headers; afterwards each read
    /// has it anew.
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

            // The length is that of what is sent.
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
        // What waits for it goes on elsewhere, so that no code of the caller runs in here. Not disposed of: others may still ask it.
        _ = _disposed.CancelAsync();
        _pipeline.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ApiReply> ReadReplyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            var (body, complete) = await BoundedReader.ReadAsync(response, MaxReplyBytes, cancellationToken).ConfigureAwait(false);
            var reply = new ApiReply(body, ReplyHeaders.RequestId(response), ReplyHeaders.MessageId(response));
            return complete ? reply : throw reply.Unreadable();
        }
    }
}
