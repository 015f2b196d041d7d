using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Mxit.Internal;

/// <summary>Sends one request, with the built-in HTTP client or the one of the host.</summary>
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<HttpResponseMessage> SendAsync(
        HttpRequestMessage message, ApiRequest request, CancellationToken cancellationToken)
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

        // An HTTP client of the caller that follows redirects can turn a POST into a GET of another page, whose 200 looks like a
        // success.
        using (response)
        {
            throw new MxitApiException("The HTTP client followed a redirect and read another page: the call was not carried out.")
            {
                StatusCode = response.StatusCode,
                Reason = MxitErrorReason.InvalidReply,
            };
        }
    }

    /// <summary>A handler of the host has sent the request more than once, so it is the one that retries.</summary>
    public bool WasSentAgain(HttpRequestMessage message) => _hosts is not null && SendTracking.WasSentAgain(message);

    public void Dispose() => _own?.Dispose();

    // No HttpClient is needed: time-outs and headers are handled here.
    private static HttpMessageInvoker CreateOwn()
    {
        var handler = new SocketsHttpHandler
        {
            // Redirects are errors: no endpoint of Mxit uses them.
            AllowAutoRedirect = false,
            UseCookies = false,

            // Limits the age of connections, so that a long-lived client notices changes of DNS.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        return new HttpMessageInvoker(handler);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return _own is not null
                ? await _own.SendAsync(message, cancellationToken).ConfigureAwait(false)
                : await _hosts!.SendAsync(
                    message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException lost)
        {
            // The server closed the connection before its first use. .NET asks for the remote address and lets the exception
            // through. Nothing was sent.
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The connection was lost before it was used.", lost);
        }
    }
}
