using System.Buffers;

namespace Mxit.Cli.Recording;

/// <summary>The beginning of a body that passes by, and how long it is.</summary>
internal sealed class Capture(int maxBytes)
{
    private readonly ArrayBufferWriter<byte> _kept = new();

    /// <summary>How long the body is, kept or not.</summary>
    public long Length { get; private set; }

    /// <summary>All of it was kept.</summary>
    public bool IsWhole => Length == _kept.WrittenCount;

    /// <summary>What was kept.</summary>
    public ReadOnlySpan<byte> Bytes => _kept.WrittenSpan;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        _kept.Write(bytes[..Math.Min(bytes.Length, maxBytes - _kept.WrittenCount)]);
    }
}
