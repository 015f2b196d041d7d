using System.Net;

namespace Mxit.Internal;

/// <summary>
/// Limits the length of each event in a stream. The parser of .NET buffers a whole event, even one that never ends. Comments are
/// not buffered and not counted, except for the current line.
/// </summary>
internal sealed class BoundedEventStream(Stream inner, int maxEventBytes) : ReadOnceStream
{
    private long _eventBytes;
    private long _lineBytes;
    private bool _isComment;
    private bool _endedWithReturn;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Count(buffer.Span[..read]);
        return read;
    }

    protected override void Release() => inner.Dispose();

    private void Count(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_endedWithReturn && bytes[0] == '\n')
            {
                // The second half of a line end.
                bytes = bytes[1..];
            }

            _endedWithReturn = false;
            var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            if (!line.IsEmpty)
            {
                _isComment = _lineBytes == 0 ? line[0] == ':' : _isComment;
                _lineBytes += line.Length;
                if (_eventBytes + _lineBytes > maxEventBytes)
                {
                    throw new MxitApiException(
                        $"The server sent an event of more than {maxEventBytes} bytes, or one that does not end.")
                    {
                        StatusCode = HttpStatusCode.OK,
                        Reason = MxitErrorReason.InvalidReply,
                    };
                }
            }

            if (end < 0)
            {
                return;
            }

            // An empty line ends an event.
            _eventBytes = _lineBytes == 0 ? 0 : _isComment ? _eventBytes : _eventBytes + _lineBytes;
            _lineBytes = 0;
            _endedWithReturn = bytes[end] == '\r';
            bytes = bytes[(end + 1)..];
        }
    }
}
