namespace Mxit.Internal;

/// <summary>
/// What a decoder reads from. The decoders of .NET take an encoding that was cut off for one that has ended; this makes the two differ.
/// Bytes after the end of an encoding are ignored, while before it they are an error or give more content. So when the bytes are over,
/// and the decoder asks for more, it gets a filler once. The one for Brotli does not ask when its encoding has ended, and needs none.
/// </summary>
internal sealed class EncodedBytes(Stream source, bool hasFiller) : ReadOnceStream
{
    // Long enough for the longest table of codes, of which nothing would be seen before its end; zeros, which end a text in a header.
    private const int FillerOnes = 320;
    private const int FillerZeros = 16;

    private readonly byte[] _first = new byte[2];
    private int _firstCount;
    private int _firstTaken;
    private bool _isEmpty = true;
    private int _fillerTaken;

    /// <summary>The decoder did not find the end of the encoding in the bytes that came.</summary>
    public bool WasAskedBeyondEnd { get; private set; }

    /// <summary>Whether the bytes begin as RFC 1950, section 2.2, says. Can be asked again if it was cancelled.</summary>
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

        // An empty answer is one in any encoding.
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
