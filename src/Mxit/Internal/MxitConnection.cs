using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Mxit.Internal;

/// <summary>The one road to the wire: tokens, headers, time-outs and failures have their home here.</summary>
internal sealed partial class MxitConnection : IDisposable
{
    private const int MaxReplyBytes = 16 * 1024 * 1024;

    private static readonly string UserAgent = $"Mxit.NET/{typeof(MxitConnection).Assembly.GetName().Version?.ToString(3)}";

    private readonly HttpMessageInvoker? _ownHttp;
    private readonly Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> _send;
    private readonly ErrorReader _errors;
    private readonly MxitClientSettings _settings;
    private readonly CancellationTokenSource _disposed = new();

    public MxitConnection(MxitClientSettings settings)
    {
        _settings = settings;
        TimeProvider = settings.TimeProvider;
        Timeout = settings.Timeout;
        MaxRetries = settings.MaxRetries;
        _errors = new ErrorReader(settings.TimeProvider);
        if (settings.HttpClient is { } http)
        {
            _send = (message, stop) => http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, stop);
        }
        else
        {
            _ownHttp = CreateHttp();
            _send = _ownHttp.SendAsync;
        }
    }

    public TimeProvider TimeProvider { get; }

    /// <summary>How long a call may take that says nothing else.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>How often a call is repeated that says nothing else.</summary>
    public int MaxRetries { get; }

    /// <summary>Ends what outlives a call, live feeds and downloads, when the client is disposed of.</summary>
    public CancellationToken Disposed => _disposed.Token;

    /// <summary>Sends the request and reads the answer to its end.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ApiReply> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(request, ReadReplyAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (MxitNotFoundException gone) when (
            request.Method == HttpMethod.Delete && gone.Attempts.Any(static attempt => attempt.MayHaveArrived))
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
        RunAsync(request, static (response, _) => ValueTask.FromResult(response), cancellationToken);

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
        _ownHttp?.Dispose();
    }

    // What an HttpClient has beyond this, time-outs and headers for all requests, is here already.
    private static HttpMessageInvoker CreateHttp()
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect is a failure here: no endpoint of Mxit answers with one.
            AllowAutoRedirect = false,
            UseCookies = false,

            // So that a change of DNS is noticed by a client that lives as long as its program.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        return new HttpMessageInvoker(handler);
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

    private async Task<MxitApiException> ReadErrorAsync(
        HttpResponseMessage response, ApiRequest request, string? token, CancellationToken cancellationToken)
    {
        using (response)
        {
            return await _errors.ReadAsync(response, request, token, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await _send(message, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException lost)
        {
            // A server that is gone between the connection and the first look at it: .NET asks for the other end's address and lets the
            // failure through as it is. Nothing was sent.
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The connection was lost before it was used.", lost);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HttpResponseMessage> SendOnceAsync(
        ApiRequest request, string? token, TransferMeter? meter, CancellationToken cancellationToken, bool asksFirst = true)
    {
        using var message = request.Build(token, meter, asksFirst);
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        var response = await SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.ExpectationFailed
            && message.Headers.ExpectContinue is true
            && request.Upload is { CanSend: true })
        {
            // Something on the way does not know the question, and has done nothing else (RFC 9110, section 10.1.1).
            response.Dispose();
            return await SendOnceAsync(request, token, meter, cancellationToken, asksFirst: false).ConfigureAwait(false);
        }

        if (message.Method == request.Method)
        {
            return response;
        }

        // A client of the caller's own that follows redirects turns what should change something into a GET of another page, whose
        // 200 would look like a success.
        using (response)
        {
            throw new MxitApiException("The HTTP client followed a redirect and read another page: the call was not carried out.")
            {
                StatusCode = response.StatusCode,
            };
        }
    }
}
