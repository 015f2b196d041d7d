namespace Mxit.Platform.Media.Metadata;

/// <summary>Reads a file at any place, one page of it in memory.</summary>
/// <param name="stream">The file; a stream that can seek.</param>
/// <param name="stop">Stops the work.</param>
internal sealed class FileReader(Stream stream, CancellationToken stop)
{
    private const int PageLength = 16 * 1024;

    private readonly byte[] _page = new byte[PageLength];
    private long _start;
    private int _count;

    public long Length { get; } = stream.Length;

    /// <summary>
    /// The bytes from an offset on, as many as are in memory but at least one; none at the end. Overwritten by the next call.
    /// </summary>
    public ReadOnlySpan<byte> Peek(long offset)
    {
        if (offset < 0 || offset >= Length)
        {
            return default;
        }

        if (offset < _start || offset >= _start + _count)
        {
            stop.ThrowIfCancellationRequested();
            _start = offset - (offset % PageLength);
            stream.Position = _start;
            _count = stream.ReadAtLeast(_page, PageLength, throwOnEndOfStream: false);
        }

        // A file that became shorter while it was read just ends.
        return offset < _start + _count ? _page.AsSpan((int)(offset - _start), (int)(_start + _count - offset)) : default;
    }
}
