using System.Buffers;

namespace Mxit.Cli.Recording;

/// <summary>The beginning of a body, and its length.</summary>
internal sealed class Capture(int maxBytes)
{
    private readonly ArrayBufferWriter<byte> _kept = new();

    /// <summary>The length of the body, also of the part that was not kept.</summary>
    public long Length { get; private set; }

    /// <summary>Whether the complete body was kept.</summary>
    public bool IsWhole => Length == _kept.WrittenCount;

    /// <summary>The part that was kept.</summary>
    public ReadOnlySpan<byte> Bytes => _kept.WrittenSpan;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        _kept.Write(bytes[..Math.Min(bytes.Length, maxBytes - _kept.WrittenCount)]);
    }
}
