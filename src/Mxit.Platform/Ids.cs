using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Mxit.Platform;

/// <summary>Makes the ids and the secrets that clients see. They cannot be guessed. Thread-safe.</summary>
internal class Ids(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private long _lastMilliseconds;
    private int _count;

    /// <summary>
    /// A UUIDv7 of now that is greater than all ids before it, also those of the same millisecond: lists are in the order of ids.
    /// Source: RFC 9562, sections 5.7 and 6.2, method 1.
    /// </summary>
    public Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (_gate)
        {
            Fill(bytes);
            var milliseconds = clock.GetUtcNow().ToUnixTimeMilliseconds();
            if (milliseconds > _lastMilliseconds)
            {
                // Half of the 12 bits stay free to count up.
                (_lastMilliseconds, _count) = (milliseconds, BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & 0x7FF);
            }
            else if (++_count > 0xFFF)
            {
                (_lastMilliseconds, _count) = (_lastMilliseconds + 1, 0);
            }

            BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(_lastMilliseconds >> 32));
            BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], (uint)_lastMilliseconds);
            BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | _count));
        }

        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>A user id: <c>m</c> and 11 digits of which the first is not zero.</summary>
    public string NewUserId()
    {
        const ulong First = 10_000_000_000;
        Span<byte> bytes = stackalloc byte[8];
        FillAlone(bytes);
        return $"m{First + (BinaryPrimitives.ReadUInt64BigEndian(bytes) % (9 * First))}";
    }

    /// <summary>128 bits as 32 lower-case hexadecimal digits, for client ids, client secrets and tokens.</summary>
    public string NewSecret()
    {
        Span<byte> bytes = stackalloc byte[16];
        FillAlone(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Fills with random bytes. One call at a time.</summary>
    protected virtual void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);

    private void FillAlone(Span<byte> bytes)
    {
        lock (_gate)
        {
            Fill(bytes);
        }
    }
}
