using System.Net;

namespace Mxit.Internal;

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
