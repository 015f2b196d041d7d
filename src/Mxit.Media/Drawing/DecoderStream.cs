using SkiaSharp;

namespace Mxit.Media.Drawing;

/// <summary>
/// What a decoder reads from. A decoder is native code that cannot be interrupted, but it comes back for more bytes all the
/// time and gives up when there are none; so this ends when it is told to.
/// </summary>
/// <remarks>
/// The stream that comes with SkiaSharp is not fit for files of strangers: it allocates as many bytes as a damaged file makes a
/// decoder ask for, and throws when these are more than 2 GiB, through native code, which ends the process. Nothing throws here,
/// and bytes go straight to where the decoder wants them.
/// </remarks>
internal sealed class DecoderStream(Stream inner, CancellationToken stop) : SKAbstractManagedStream
{
    private const int MaxRead = 1 << 20;

    private readonly nint _length = checked((nint)inner.Length);
    private nint _position;

    /// <summary>Why reading failed, if it did.</summary>
    public Exception? Failure { get; private set; }

    private bool IsOver => stop.IsCancellationRequested || Failure is not null;

    protected override nint OnRead(nint buffer, nint size)
    {
        var count = CountAt(size);
        if (buffer != 0)
        {
            count = Read(buffer, count);
        }

        _position += count;
        return count;
    }

    protected override nint OnPeek(nint buffer, nint size) =>
        buffer == 0 ? 0 : Read(buffer, CountAt(size));

    protected override bool OnIsAtEnd() => IsOver || _position >= _length;

    protected override bool OnHasPosition() => true;

    protected override bool OnHasLength() => true;

    protected override bool OnRewind()
    {
        _position = 0;
        return true;
    }

    protected override nint OnGetPosition() => _position;

    protected override nint OnGetLength() => _length;

    protected override bool OnSeek(nint position)
    {
        // A size that is too large for a signed number comes as a negative one.
        _position = position < 0 ? _length : Math.Min(position, _length);
        return true;
    }

    protected override bool OnMove(int offset)
    {
        _position = Math.Clamp(_position + offset, 0, _length);
        return true;
    }

    protected override nint OnCreateNew() => 0;

    // No more than there is, whatever is asked for.
    private nint CountAt(nint size) => IsOver ? 0 : size < 0 ? _length - _position : Math.Min(size, _length - _position);

    private unsafe nint Read(nint buffer, nint count)
    {
        try
        {
            inner.Position = _position;
            nint done = 0;
            while (done < count)
            {
                var read = inner.Read(new Span<byte>((byte*)buffer + done, (int)Math.Min(MaxRead, count - done)));
                if (read == 0)
                {
                    break;
                }

                done += read;
            }

            return done;
        }
        catch (Exception failure)
        {
            Failure = failure;
            return 0;
        }
    }
}
