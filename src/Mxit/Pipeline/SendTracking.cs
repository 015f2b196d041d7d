using System.Net;
using System.Runtime.CompilerServices;

namespace Mxit.Internal;

/// <summary>
/// What the client and the handlers that <c>AddMxit</c> puts around those of a host tell each other of a request: handlers of a host can
/// send it again.
/// </summary>
internal static class SendTracking
{
    /// <summary>Set by the handlers: how often the request went out.</summary>
    public static readonly HttpRequestOptionsKey<StrongBox<int>> Sends = new("Mxit.Sends");

    /// <summary>Set by the client: the request must not go out twice.</summary>
    public static readonly HttpRequestOptionsKey<bool> SendOnce = new("Mxit.SendOnce");

    // Left on a request by the handlers of Microsoft.Extensions.Http.Resilience.
    private const string ResilienceContext = "Resilience.Http.ResilienceContext";

    /// <summary>
    /// A handler of the host has sent the request more than once, so it is the one that retries. Where the handlers of <c>AddMxit</c> are
    /// missing, a resilience handler is taken for one that does.
    /// </summary>
    public static bool WasSentAgain(HttpRequestMessage message) => message.Options.TryGetValue(Sends, out var sends)
        ? sends.Value > 1
        : ((IDictionary<string, object?>)message.Options).ContainsKey(ResilienceContext);
}

/// <summary>
/// The body of a request that must not go out twice, for an HTTP client of the host: a handler there that sends it again finds it gone.
/// </summary>
internal sealed class SendOnceContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly Uri _address;
    private int _sends;

    public SendOnceContent(HttpContent inner, Uri address)
    {
        (_inner, _address) = (inner, address);
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? 0;
        return _inner.Headers.ContentLength is not null;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        Interlocked.Increment(ref _sends) == 1
            ? _inner.CopyToAsync(stream, context, cancellationToken)
            : throw ConnectionErrors.NotSentAgain(_address);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
