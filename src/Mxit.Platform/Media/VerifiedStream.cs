using System.Security.Cryptography;

namespace Mxit.Platform.Media;

/// <summary>
/// Stored bytes that are held against their key while they are read from the start to the end. When they are damaged the last
/// piece is not given out, so that nobody takes them for whole. Who reads a part gets it unchecked: its bytes alone tell nothing.
/// </summary>
/// <param name="inner">The bytes; closed with this stream.</param>
/// <param name="key">The SHA-256 that they must have.</param>
/// <param name="onDamaged">Told before the exception is thrown.</param>
internal sealed class VerifiedStream(Stream inner, string key, Action onDamaged) : ReadingStream(inner)
{
    // Of all bytes before the position; nothing when some were left out.
    private IncrementalHash? _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public override long Seek(long offset, SeekOrigin origin)
    {
        var before = Position;
        var position = base.Seek(offset, origin);
        if (position != before)
        {
            _hash?.Dispose();
            _hash = position == 0 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        }

        return position;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash?.Dispose();
        }

        base.Dispose(disposing);
    }

    protected override void Pass(Span<byte> piece, int wanted)
    {
        if (_hash is null || wanted == 0)
        {
            return;
        }

        _hash.AppendData(piece);
        if (piece.Length > 0 && Position < Length)
        {
            return;
        }

        var found = Convert.ToHexStringLower(_hash.GetHashAndReset());
        _hash.Dispose();
        _hash = null;
        if (found != key)
        {
            onDamaged();
            throw new MediaDamagedException(key);
        }
    }
}

/// <summary>Stored bytes are not the ones that were stored.</summary>
/// <param name="key">Where they are.</param>
internal sealed class MediaDamagedException(string key) : IOException($"The stored media {key} are damaged.");
