using System.IO.Compression;

namespace Mxit.Internal;

/// <summary>Decodes one encoding of a response, and detects a damaged or truncated one.</summary>
internal sealed class DecodedStream(Stream encoded, string encoding, HttpResponseMessage response) : ReadOnceStream
{
    private readonly EncodedBytes _encoded = new(encoded, hasFiller: encoding is not Brotli);
    private Stream? _decoder;
    private bool _ended;
    private Exception? _failure;

    private const string Brotli = "br";

    public static bool Knows(string encoding) => encoding is "gzip" or "x-gzip" or "deflate" or Brotli;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (_failure is not null)
        {
            throw _failure;
        }

        if (buffer.IsEmpty || _ended)
        {
            return 0;
        }

        try
        {
            _decoder ??= await CreateDecoderAsync(cancellationToken).ConfigureAwait(false);
            var read = await _decoder.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (_encoded.WasAskedBeyondEnd && (read > 0 || encoding is Brotli))
            {
                throw _failure = ConnectionErrors.EncodingEndedEarly(response, cause: null);
            }

            _ended = read == 0;
            return read;
        }
        catch (Exception failure) when (
            failure is InvalidDataException || (failure is InvalidOperationException and not ObjectDisposedException))
        {
            throw _failure = _encoded.WasAskedBeyondEnd
                ? ConnectionErrors.EncodingEndedEarly(response, failure)
                : Damaged(failure);
        }
    }

    protected override void Release()
    {
        _decoder?.Dispose();
        _encoded.Dispose();
    }

    private async ValueTask<Stream> CreateDecoderAsync(CancellationToken cancellationToken)
    {
        switch (encoding)
        {
            case Brotli:
                return new BrotliStream(_encoded, CompressionMode.Decompress);
            case "deflate":
                // RFC 9110 specifies the zlib format; some servers send raw deflate.
                return await _encoded.IsZlibAsync(cancellationToken).ConfigureAwait(false)
                    ? new ZLibStream(_encoded, CompressionMode.Decompress)
                    : new DeflateStream(_encoded, CompressionMode.Decompress);
            default:
                return new GZipStream(_encoded, CompressionMode.Decompress);
        }
    }

    private MxitApiException Damaged(Exception cause) => ContentEncoding.Failure(
        response, $"The server answered {(int)response.StatusCode} with a body that cannot be read: its encoding is damaged.",
        cause);
}
