using System.Buffers;
using System.Runtime.CompilerServices;

namespace Mxit.Internal;

/// <summary>Reads a body without trusting its length.</summary>
internal static class BoundedReader
{
    private const int FirstBytes = 4095;

    /// <summary>The body's first bytes, at most <paramref name="limit"/>, and whether that was all.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<(ReadOnlyMemory<byte> Bytes, bool Complete)> ReadAsync(
        HttpContent content, int limit, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            // One byte more than allowed tells a body of exactly the limit from a longer one.
            var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(content.Headers.ContentLength ?? FirstBytes, limit) + 1);
            var length = 0;
            while (true)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                length += read;
                if (read == 0 || length > limit)
                {
                    var body = buffer.AsSpan(0, Math.Min(length, limit)).ToArray();
                    Return(buffer, length);
                    return (body, length <= limit);
                }

                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan().CopyTo(larger);
                    Return(buffer, length);
                    buffer = larger;
                }
            }
        }
    }

    // Not after a failure: a read that was cut off may still be writing to it. Answers can hold tokens, which stay with nobody.
    private static void Return(byte[] buffer, int used)
    {
        buffer.AsSpan(0, used).Clear();
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
