using System.Net;
using System.Runtime.ExceptionServices;

namespace Mxit.Internal;

/// <summary>The one road to the wire: tokens, headers, time-outs and failures have their home here.</summary>
internal sealed class MxitConnection : IDisposable
{
    private const int MaxReplyBytes = 16 * 1024 * 1024;

    private static readonly string UserAgent = $"Mxit.NET/{typeof(MxitConnection).Assembly.GetName().Version?.ToString(3)}";

    private readonly HttpClient _http;
    private readonly bool _ownsHttp;
    private readonly TimeSpan _timeout;
    private readonly ErrorReader _errors;

    public MxitConnection(MxitClientSettings settings)
    {
        TimeProvider = settings.TimeProvider;
        _timeout = settings.Timeout;
        _errors = new ErrorReader(settings.TimeProvider);
        _ownsHttp = settings.HttpClient is null;
        _http = settings.HttpClient ?? CreateHttpClient();
    }

    public TimeProvider TimeProvider { get; }

    /// <summary>Sends the request and reads the answer to its end.</summary>
    public async Task<ApiReply> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(request.Timeout ?? _timeout, TimeProvider, cancellationToken);
        try
        {
            using var response = await SendAuthorizedAsync(request, deadline.Token).ConfigureAwait(false);
            var (body, complete) = await BoundedReader.ReadAsync(response.Content, MaxReplyBytes, deadline.Token).ConfigureAwait(false);
            var reply = new ApiReply(body, ReplyHeaders.RequestId(response), ReplyHeaders.MessageId(response));
            return complete ? reply : throw reply.Unreadable();
        }
        catch (Exception failure) when (UploadSourceException.SourceOf(failure) is { } source)
        {
            ExceptionDispatchInfo.Throw(source);
            throw;
        }
        catch (Exception failure) when (deadline.Translate(failure) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>
    /// Sends the request and returns once the headers of a success are there, or those of a 304 that the request provides for;
    /// the caller reads and disposes.
    /// </summary>
    public async Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(request.Timeout ?? _timeout, TimeProvider, cancellationToken);
        try
        {
            return await SendAuthorizedAsync(request, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (deadline.Translate(failure) is { } translated)
        {
            throw translated;
        }
    }

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

            var headers = response.Content.Headers;
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return new MediaDownload(new WatchedStream(body, request.Timeout ?? _timeout, TimeProvider)
            {
                Announced = headers.ContentLength,
                Owner = response,
            })
            {
                ContentType = headers.ContentType?.MediaType,
                Length = headers.ContentLength,
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
        if (_ownsHttp)
        {
            _http.Dispose();
        }
    }

    private static HttpClient CreateHttpClient()
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect is a failure here: no endpoint of Mxit answers with one.
            AllowAutoRedirect = false,
            UseCookies = false,

            // So that a change of DNS is noticed by a client that lives as long as its program.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private async Task<HttpResponseMessage> SendAuthorizedAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var token = request.Tokens is null
            ? null
            : await request.Tokens.GetAsync(request.Scopes, cancellationToken).ConfigureAwait(false);
        for (var replaced = false; ; replaced = true)
        {
            var response = await SendOnceAsync(request, token, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.OK
                || (response.StatusCode == HttpStatusCode.NotModified && request.IfNoneMatch is not null))
            {
                return response;
            }

            MxitApiException failure;
            using (response)
            {
                failure = await _errors.ReadAsync(response, request, token, cancellationToken).ConfigureAwait(false);
            }

            if (replaced || token is null || failure is not MxitUnauthorizedException)
            {
                throw failure;
            }

            token = await request.Tokens!.ReplaceAsync(request.Scopes, token, cancellationToken).ConfigureAwait(false)
                ?? throw failure;
            if (request.Upload is { CanSend: false })
            {
                throw new MxitSpentStreamException(
                    "The token was refused and replaced, but the stream cannot be read a second time. Nothing was changed: call " +
                    "again with a new stream.",
                    failure);
            }
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(ApiRequest request, string? token, CancellationToken cancellationToken)
    {
        using var message = request.Build(token);
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
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
