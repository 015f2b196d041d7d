using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mxit.Wire;

namespace Mxit.Internal;

/// <summary>Hashes by which a changed message or a changed list of recipients is noticed.</summary>
internal static class BroadcastFingerprint
{
    /// <summary>Of the recipients of no batch.</summary>
    public static readonly string OfNothing = new('0', SHA256.HashSizeInBytes * 2);

    /// <summary>Of one batch: of each recipient its length and its characters, so that no two lists look alike.</summary>
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

    /// <summary>Of many batches and the one that follows them.</summary>
    public static string Append(string before, string batch) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(before + batch)));

    /// <summary>Of the app, whose keys are its own, and what it sends.</summary>
    public static string Of(string clientId, SendMessageBody body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(clientId + '\n'));
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(body with { To = null }, MxitJson.Wire.SendMessageBody));
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
