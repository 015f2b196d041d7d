namespace Mxit.Media.Metadata;

/// <summary>A file of pieces, read from start to end. Nothing of it is held in memory.</summary>
/// <param name="original">The file that they are parts of. Whoever opened it closes it.</param>
/// <param name="file">The pieces.</param>
internal sealed class PieceStream(Stream original, PieceList file) : Stream
{
    private int _index;
    private long _done;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var (source, length) = Next(buffer.Length);
        return Pass(source.Read(buffer[..length]), length);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var (source, length) = Next(buffer.Length);
        return Pass(await source.ReadAsync(buffer[..length], cancellationToken).ConfigureAwait(false), length);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // Where the next bytes are, and how many of them can be read at once; none at the end.
    private (Stream Source, int Length) Next(int wanted)
    {
        if (_index < file.Pieces.Count && _done == file.Pieces[_index].Length)
        {
            (_index, _done) = (_index + 1, 0);
        }

        if (_index == file.Pieces.Count)
        {
            return (Null, 0);
        }

        var piece = file.Pieces[_index];
        var source = piece.Bytes is null ? original : new MemoryStream(piece.Bytes, writable: false);
        if (source.Position != piece.Offset + _done)
        {
            source.Position = piece.Offset + _done;
        }

        return (source, (int)Math.Min(piece.Length - _done, wanted));
    }

    private int Pass(int read, int wanted)
    {
        _done += read;
        return read > 0 || wanted == 0 ? read : throw new EndOfStreamException("The file became shorter while it was read.");
    }
}
