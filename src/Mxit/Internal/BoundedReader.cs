namespace Mxit.Internal;

/// <summary>Reads a body without trusting its length.</summary>
internal static class BoundedReader
{
    /// <summary>The body's first bytes, at most <paramref name="limit"/>, and whether that was all.</summary>
    public static async Task<(ReadOnlyMemory<byte> Bytes, bool Complete)> ReadAsync(
        HttpContent content, int limit, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            // One byte more than allowed tells a body of exactly the limit from a longer one.
            var buffer = new byte[(int)Math.Min(content.Headers.ContentLength ?? 4096, limit) + 1];
            var length = 0;
            while (true)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                length += read;
                if (read == 0)
                {
                    return (buffer.AsMemory(0, length), true);
                }

                if (length > limit)
                {
                    return (buffer.AsMemory(0, limit), false);
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, Math.Min(buffer.Length * 2, limit + 1));
                }
            }
        }
    }
}
