using System.Buffers.Binary;

namespace Mxit.Media.Headers;

/// <summary>
/// A colour profile, which stays as it is; what only calls itself one does not. Source: ICC.1:2022, section 7.2.
/// </summary>
internal static class IccProfile
{
    public const int HeaderLength = 128;
    public const int MaxLength = 16 * 1024 * 1024;

    /// <summary>How long a profile says to be; 0 when it is none, or says more than there is.</summary>
    /// <param name="start">Its header, or more of it.</param>
    /// <param name="available">How many bytes there are.</param>
    public static int Measure(ReadOnlySpan<byte> start, long available) =>
        start.Length >= HeaderLength && start[36..].StartsWith("acsp"u8)
        && BinaryPrimitives.ReadUInt32BigEndian(start) is > HeaderLength and <= MaxLength and var length && length <= available
            ? (int)length
            : 0;

    /// <summary>Whether the bytes are a profile and nothing else but padding.</summary>
    public static bool Fills(ReadOnlySpan<byte> start, long available) =>
        Measure(start, available) is > 0 and var length && available - length <= 3;
}
