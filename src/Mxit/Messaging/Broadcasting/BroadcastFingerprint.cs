using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mxit.Wire;

namespace Mxit.Internal;

/// <summary>Hashes that detect a changed message or a changed list of recipients.</summary>
internal static class BroadcastFingerprint
{
    /// <summary>The hash of no batches.</summary>
    public static readonly string OfNothing = new('0', SHA256.HashSizeInBytes * 2);

    /// <summary>
    /// The hash of one batch. The length of each recipient is hashed too, so that different lists have different hashes.
    /// </summary>
    public static string Of(IReadOnlyList<UserId> recipients)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var recipient in recipients)
        {
            hash.AppendData(BitConverter.GetBytes(recipient.Value.Length));
            hash.AppendData(MemoryMarshal.AsBytes(recipient.Value.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>The hash of many batches and the next one.</summary>
    public static string Append(string before, string batch) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(before + batch)));

    /// <summary>The hash of the app and its message. The app counts because idempotency keys belong to one app.</summary>
    public static string Of(string clientId, SendMessageBody body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(clientId + '\n'));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(body with { To = null }, MxitJson.Wire.SendMessageBody));
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
