using System.Net.Sockets;

namespace Mxit.Internal;

/// <summary>Puts one request on the wire, by an HTTP client of our own or of the host.</summary>
internal sealed class HttpTransport : IDisposable
{
    private static readonly string UserAgent = $"Mxit.NET/{typeof(HttpTransport).Assembly.GetName().Version?.ToString(3)}";

    private readonly HttpMessageInvoker? _own;
    private readonly HttpClient? _hosts;

    public HttpTransport(HttpClient? hosts)
    {
        _hosts = hosts;
        _own = hosts is null ? CreateOwn() : null;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, ApiRequest request, CancellationToken cancellationToken)
    {
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        if (_hosts is not null && !request.IsRepeatable)
        {
            message.Options.Set(SendTracking.SendOnce, true);
            message.Content = new SendOnceContent(message.Content ?? new ByteArrayContent([]), request.Address);
        }

        var response = await SendAsync(message, cancellationToken).ConfigureAwait(false);
        response.RequestMessage ??= message;
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
                Reason = MxitErrorReason.InvalidReply,
            };
        }
    }

    /// <summary>A handler of the host has sent the request more than once: it is the one that retries then.</summary>
    public bool WasSentAgain(HttpRequestMessage message) => _hosts is not null && SendTracking.WasSentAgain(message);

    public void Dispose() => _own?.Dispose();

    // What an HttpClient has beyond this, time-outs and headers for all requests, is here already.
    private static HttpMessageInvoker CreateOwn()
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

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return _own is not null
                ? await _own.SendAsync(message, cancellationToken).ConfigureAwait(false)
                : await _hosts!.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException lost)
        {
            // A server that is gone between the connection and the first look at it: .NET asks for the other end's address and lets the
            // failure through as it is. Nothing was sent.
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The connection was lost before it was used.", lost);
        }
    }
}
