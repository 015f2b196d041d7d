using System.Net;
using System.Runtime.CompilerServices;

namespace Mxit.Internal;

/// <summary>
/// Options on a request, shared by the client and the handlers of <c>AddMxit</c>, about retries by handlers of the host.
/// </summary>
internal static class SendTracking
{
    /// <summary>Set by the handlers: how often the request was sent.</summary>
    public static readonly HttpRequestOptionsKey<StrongBox<int>> Sends = new("Mxit.Sends");

    /// <summary>Set by the client: the request must not be sent twice.</summary>
    public static readonly HttpRequestOptionsKey<bool> SendOnce = new("Mxit.SendOnce");

    // Left on a request by the handlers of Microsoft.Extensions.Http.Resilience.
    private const string ResilienceContext = "Resilience.Http.ResilienceContext";

    /// <summary>
    /// A handler of the host has sent the request more than once, so it is the one that retries. Without the handlers of
    /// <c>AddMxit</c>, a resilience handler is assumed to retry.
    /// </summary>
    public static bool WasSentAgain(HttpRequestMessage message) => message.Options.TryGetValue(Sends, out var sends)
        ? sends.Value > 1
        : ((IDictionary<string, object?>)message.Options).ContainsKey(ResilienceContext);
}

/// <summary>The body of a request that must not be sent twice by an HTTP client of the host: it fails the second time.</summary>
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

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
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
