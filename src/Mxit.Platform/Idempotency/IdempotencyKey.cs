using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Mxit.Platform.Idempotency;

/// <summary>The key that a caller chose for one piece of work, with the hash of the body that it came with.</summary>
/// <param name="Value">1 to 255 visible ASCII characters.</param>
/// <param name="BodyHash">SHA-256 of the request body.</param>
internal sealed record IdempotencyKey(string Value, byte[] BodyHash)
{
    /// <summary>Reads the header of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body.</param>
    /// <param name="key">The key; <see langword="null"/> when the request has none.</param>
    /// <returns><see langword="false"/> when the header is there but is not a key.</returns>
    public static bool TryRead(HttpRequest request, ReadOnlySpan<byte> body, out IdempotencyKey? key)
    {
        ArgumentNullException.ThrowIfNull(request);
        key = null;
        var header = request.Headers[MxitHeaders.IdempotencyKey];
        if (header.Count == 0)
        {
            return true;
        }

        // The draft standard writes the key as a quoted string; most clients send it bare.
        var value = header.Count == 1 ? header[0]!.Trim() : "";
        if (value.Length >= 2 && value[0] == '"' && value[^1] == '"')
        {
            value = value[1..^1];
        }

        if (value.Length is 0 or > 255 || value.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return false;
        }

        key = new IdempotencyKey(value, SHA256.HashData(body));
        return true;
    }
}
