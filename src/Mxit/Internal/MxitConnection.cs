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
    private readonly ErrorReader _errors;

    public MxitConnection(MxitClientSettings settings)
    {
        TimeProvider = settings.TimeProvider;
        Timeout = settings.Timeout;
        MaxRetries = settings.MaxRetries;
        _errors = new ErrorReader(settings.TimeProvider);
        _ownsHttp = settings.HttpClient is null;
        _http = settings.HttpClient ?? CreateHttpClient();
    }

    public TimeProvider TimeProvider { get; }

    /// <summary>How long a call may take that says nothing else.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>How often a call is repeated that says nothing else.</summary>
    public int MaxRetries { get; }

    /// <summary>Sends the request and reads the answer to its end.</summary>
    public async Task<ApiReply> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(request, ReadReplyAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (MxitNotFoundException gone) when (
            request.Method == HttpMethod.Delete && gone.Attempts.SkipLast(1).Any(static attempt => attempt.MayHaveArrived))
        {
            // It was there, and an attempt before this one, whose answer was lost, has deleted it.
            return new ApiReply(default, gone.RequestId, null);
        }
    }

    /// <summary>
    /// Sends the request and returns once the headers of a success are there, or those of a 304 or 206 that the request provides
    /// for; the caller reads and disposes.
    /// </summary>
    public Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancellationToken) =>
        RunAsync(request, static (response, _) => Task.FromResult(response), cancellationToken);

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

            var stream = await DownloadStream.CreateAsync(this, request, response, cancellationToken).ConfigureAwait(false);
            var headers = response.Content.Headers;
            return new MediaDownload(stream)
            {
                TimeProvider = TimeProvider,
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
        return new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    private static async Task<ApiReply> ReadReplyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            var (body, complete) = await BoundedReader.ReadAsync(response.Content, MaxReplyBytes, cancellationToken).ConfigureAwait(false);
            var reply = new ApiReply(body, ReplyHeaders.RequestId(response), ReplyHeaders.MessageId(response));
            return complete ? reply : throw reply.Unreadable();
        }
    }

    /// <summary>Makes a call: with a token, in time, as often as it takes.</summary>
    private async Task<T> RunAsync<T>(
        ApiRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        if (request.Upload is { } upload)
        {
            await upload.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }

        using var deadline = new Deadline(request.Timeout ?? Timeout, TimeProvider, cancellationToken);
        var plan = new RetryPlan(request, request.MaxRetries ?? MaxRetries, TimeProvider);

        // The time of an upload counts from the last byte that went: how long a large one takes is not known beforehand.
        var meter = request.Upload is null ? null : new TransferMeter(request.Progress, TimeProvider, deadline.Extend);
        try
        {
            var token = request.Tokens is null
                ? null
                : await request.Tokens.GetAsync(request.Scopes, deadline.Token).ConfigureAwait(false);
            var result = await RepeatAsync(request, token, read, plan, meter, deadline).ConfigureAwait(false);
            meter?.Finish();
            return result;
        }
        catch (Exception failure) when (UploadSourceException.SourceOf(failure) is { } source)
        {
            ExceptionDispatchInfo.Throw(source);
            throw;
        }
        catch (Exception failure) when (deadline.Translate(failure) is { } translated)
        {
            throw plan.Tell(translated);
        }
    }

    private async Task<T> RepeatAsync<T>(
        ApiRequest request,
        string? token,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        RetryPlan plan,
        TransferMeter? meter,
        Deadline deadline)
    {
        for (var replaced = token is null; ;)
        {
            plan.Begin();
            try
            {
                var response = await SendOnceAsync(request, token, meter, deadline.Token).ConfigureAwait(false);
                return request.Expects(response.StatusCode)
                    ? await read(response, deadline.Token).ConfigureAwait(false)
                    : throw await ReadErrorAsync(response, request, token, deadline.Token).ConfigureAwait(false);
            }
            catch (MxitUnauthorizedException refused) when (!replaced)
            {
                plan.Add(refused);
                replaced = true;
                token = await request.Tokens!.ReplaceAsync(request.Scopes, token!, deadline.Token).ConfigureAwait(false)
                    ?? throw plan.Tell(refused);
                ThrowIfSpent(
                    request, plan, refused, "The token was refused and replaced, but the stream cannot be read a second time. " +
                    "Nothing was changed: call again with a new stream.");
            }
            catch (Exception failure) when (UploadSourceException.SourceOf(failure) is null)
            {
                plan.Add(failure);
                if (deadline.Token.IsCancellationRequested || plan.PauseAfter(failure, deadline.Remaining) is not { } pause)
                {
                    plan.Tell(failure);
                    throw;
                }

                ThrowIfSpent(
                    request, plan, deadline.Translate(failure) ?? failure, "The upload failed and could be repeated, but the stream cannot be read a second time. " +
                    "Call again with a new stream; under the same idempotency key nothing is done twice.");
                await Task.Delay(pause, TimeProvider, deadline.Token).ConfigureAwait(false);
            }
        }
    }

    private static void ThrowIfSpent(ApiRequest request, RetryPlan plan, Exception failure, string message)
    {
        if (request.Upload is { CanSend: false })
        {
            throw plan.Tell(new MxitSpentStreamException(message, failure));
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

    private async Task<HttpResponseMessage> SendOnceAsync(
        ApiRequest request, string? token, TransferMeter? meter, CancellationToken cancellationToken)
    {
        using var message = request.Build(token, meter);
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
