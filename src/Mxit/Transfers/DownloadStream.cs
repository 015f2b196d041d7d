using System.Net;
using System.Security.Cryptography;

namespace Mxit.Internal;

/// <summary>
/// The bytes of a download. After a broken connection it resumes from the offset that it has reached, on the condition that the
/// content is the same. When the server sent a digest, the last read fails if it differs. The bytes are still in the encoding of
/// the server.
/// </summary>
internal sealed class DownloadStream : ReadOnceStream
{
    // A connection that breaks before it has brought this much counts as a failed attempt.
    private const long WorthwhileBytes = 1024 * 1024;

    private readonly MxitConnection _connection;
    private readonly ApiRequest _request;
    private readonly int _maxRetries;
    private readonly string? _strongTag;
    private readonly long? _length;
    private readonly IReadOnlyList<string> _encodings;
    private readonly byte[]? _expected;
    private readonly IncrementalHash? _hash;
    private readonly Backoff _backoff = new();
    private WatchedStream _part;
    private long _received;
    private long _receivedAtBreak;
    private int _breaks;
    private MxitException? _break;
    private MxitException? _failure;

    private DownloadStream(MxitConnection connection, ApiRequest request, HttpResponseMessage response, WatchedStream first)
    {
        var headers = response.Content.Headers;
        (_connection, _request, _part) = (connection, request, first);
        _maxRetries = request.MaxRetries ?? connection.MaxRetries;
        _length = headers.ContentLength;
        _encodings = ContentEncoding.Of(response.Content);

        // Without a length a handler of the host may have decoded the content; then offsets and digests do not match those of the
        // server.
        if (_length is not null)
        {
            _strongTag = response.Headers.ETag is { IsWeak: false } ? ReplyHeaders.ETag(response) : null;
            _expected = ReplyHeaders.Sha256OrNull(response);
            _hash = _expected is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        }
    }

    /// <summary>Takes ownership of the response, which is disposed with the stream.</summary>
    public static async Task<DownloadStream> CreateAsync(
        MxitConnection connection, ApiRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var first = await WatchAsync(connection, request, response, cancellationToken).ConfigureAwait(false);
        return new DownloadStream(connection, request, response, first);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Streams of HTTP clients continue after disposal, or look empty.
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (_failure is not null)
        {
            throw _failure;
        }

        while (true)
        {
            if (_break is not null)
            {
                await ContinueAsync(_break, cancellationToken).ConfigureAwait(false);
            }

            try
            {
                // Errors of the connection after the last byte do not matter.
                var read = _received == _length ? 0 : await _part.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                var isEnd = read == 0 && !buffer.IsEmpty;
                if (isEnd && _received < _length)
                {
                    // The server did not send the length of the rest.
                    throw ConnectionErrors.EndedEarly(_request.Address, _received, _length);
                }

                Take(buffer.Span[..read], isEnd);
                return read;
            }
            catch (MxitException broken) when (_strongTag is not null && TransientErrors.IsTransient(broken))
            {
                _break = broken;
            }
        }
    }

    protected override void Release()
    {
        _part.Dispose();
        _hash?.Dispose();
    }

    private static async Task<WatchedStream> WatchAsync(
        MxitConnection connection, ApiRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return new WatchedStream(body, request.Address, request.Timeout ?? connection.Timeout, connection.TimeProvider)
        {
            Announced = response.Content.Headers.ContentLength,
            Owner = response,
        };
    }

    private void Take(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        var wasComplete = _received == _length && _length > 0;
        _received += bytes.Length;
        _hash?.AppendData(bytes);
        if (_hash is not null && !wasComplete && (isEnd || _received == _length)
            && !_hash.GetCurrentHash().AsSpan().SequenceEqual(_expected))
        {
            throw _failure = new MxitException(
                "What came is not what the server has: its digest differs. Ask for it again.", MxitErrorReason.ContentMismatch);
        }
    }

    /// <summary>Requests the rest.</summary>
    private async Task ContinueAsync(MxitException broken, CancellationToken cancellationToken)
    {
        if (_received - _receivedAtBreak >= WorthwhileBytes)
        {
            _breaks = 0;
            _backoff.Reset();
        }

        _receivedAtBreak = _received;
        if (_breaks++ >= _maxRetries)
        {
            throw _failure = broken;
        }

        if (_breaks > 1)
        {
            await Task.Delay(_backoff.Next(), _connection.TimeProvider, cancellationToken).ConfigureAwait(false);
        }

        await _part.DisposeAsync().ConfigureAwait(false);
        try
        {
            var response = await _connection.OpenAsync(
                _request.From(_received, _strongTag!), cancellationToken).ConfigureAwait(false);
            try
            {
                Check(response);
                _part = await WatchAsync(_connection, _request, response, cancellationToken).ConfigureAwait(false);
                _break = null;
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
        catch (MxitApiException shorter) when (shorter.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            throw _failure = Changed(shorter);
        }
        catch (MxitException failure) when (!CallerErrors.Contains(failure))
        {
            _failure = failure;
            throw;
        }
    }

    private void Check(HttpResponseMessage rest)
    {
        // A rest in another encoding does not fit, even under the same entity tag.
        if (rest.StatusCode != HttpStatusCode.PartialContent
            || (ReplyHeaders.ETag(rest) is { } tag && tag != _strongTag)
            || !ContentEncoding.Of(rest.Content).SequenceEqual(_encodings))
        {
            throw Changed(cause: null);
        }

        var range = rest.Content.Headers.ContentRange;
        var isRest = range is { Unit: "bytes" } && range.From == _received && range.To == _length - 1
            && rest.Content.Headers.ContentLength is var length && (length is null || length == _length - _received);
        if (!isRest)
        {
            throw new MxitApiException("The server went on with another part of the content than the one that was asked for.")
            {
                StatusCode = rest.StatusCode,
                RequestId = ReplyHeaders.RequestId(rest),
                Reason = MxitErrorReason.InvalidReply,
            };
        }
    }

    private static MxitException Changed(Exception? cause) => new(
        "The connection broke, and the content changed before the rest could be read. Ask for it again.",
        MxitErrorReason.ContentMismatch,
        cause);
}
