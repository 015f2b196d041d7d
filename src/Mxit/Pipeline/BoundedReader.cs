using System.Buffers;
using System.Runtime.CompilerServices;

namespace Mxit.Internal;

/// <summary>Reads a body up to a limit, whatever its length and its encoding.</summary>
internal static class BoundedReader
{
    private const int FirstBytes = 4095;

    /// <summary>
    /// Returns the first bytes of the decoded body, at most <paramref name="limit"/>, and whether they are all.
    /// </summary>
    /// <exception cref="MxitException">The body cannot be decoded.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<(ReadOnlyMemory<byte> Bytes, bool Complete)> ReadAsync(
        HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        var content = response.Content;
        var stream = ContentEncoding.Decode(await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), response);
        await using (stream.ConfigureAwait(false))
        {
            // One byte beyond the limit, to detect a longer body.
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

    // Not returned after a failure, because an aborted read may still write to it. Cleared, because responses can contain tokens.
    private static void Return(byte[] buffer, int used)
    {
        buffer.AsSpan(0, used).Clear();
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
