namespace Mxit.Internal;

/// <summary>
/// The input of a decoder, which detects truncation. The decoders of .NET treat truncated input as complete. They ignore bytes
/// after the end of the encoding, but fail on wrong bytes before it. So when the input ends and the decoder asks for more, it
/// gets filler bytes once. The Brotli decoder does not ask after its end and needs no filler.
/// </summary>
internal sealed class EncodedBytes(Stream source, bool hasFiller) : ReadOnceStream
{
    // Long enough for the longest code table, which produces no output before its end. Zeros, because a zero ends a text in a
    // header.
    private const int FillerOnes = 320;
    private const int FillerZeros = 16;

    private readonly byte[] _first = new byte[2];
    private int _firstCount;
    private int _firstTaken;
    private bool _isEmpty = true;
    private int _fillerTaken;

    /// <summary>The decoder did not find the end of the encoding: the input is truncated.</summary>
    public bool WasAskedBeyondEnd { get; private set; }

    /// <summary>
    /// Whether the bytes start with a zlib header (RFC 1950, section 2.2). Can be called again after a cancellation.
    /// </summary>
    public async ValueTask<bool> IsZlibAsync(CancellationToken cancellationToken)
    {
        while (_firstCount < _first.Length)
        {
            var read = await source.ReadAsync(_first.AsMemory(_firstCount), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            _firstCount += read;
        }

        return (_first[0] & 0x0f) == 8 && ((_first[0] << 8) | _first[1]) % 31 == 0;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (_firstTaken < _firstCount)
        {
            var taken = Math.Min(buffer.Length, _firstCount - _firstTaken);
            _first.AsMemory(_firstTaken, taken).CopyTo(buffer);
            _firstTaken += taken;
            _isEmpty = false;
            return taken;
        }

        if (!WasAskedBeyondEnd && await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            _isEmpty = false;
            return read;
        }

        // An empty response is valid in any encoding.
        WasAskedBeyondEnd = !_isEmpty;
        return WasAskedBeyondEnd && hasFiller ? Fill(buffer.Span) : 0;
    }

    protected override void Release() => source.Dispose();

    private int Fill(Span<byte> buffer)
    {
        var ones = Math.Clamp(FillerOnes - _fillerTaken, 0, buffer.Length);
        var zeros = Math.Clamp(FillerOnes + FillerZeros - _fillerTaken - ones, 0, buffer.Length - ones);
        buffer[..ones].Fill(0xff);
        buffer.Slice(ones, zeros).Clear();
        _fillerTaken += ones + zeros;
        return ones + zeros;
    }
}
