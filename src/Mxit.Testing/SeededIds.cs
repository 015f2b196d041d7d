using Mxit.Platform;

namespace Mxit.Testing;

/// <summary>Ids and secrets that repeat: the same seed and the same order of calls give the same ones.</summary>
internal sealed class SeededIds(TimeProvider clock, int seed) : Ids(clock)
{
    private readonly Random _random = new(seed);

    protected override void Fill(Span<byte> bytes) => _random.NextBytes(bytes);
}
