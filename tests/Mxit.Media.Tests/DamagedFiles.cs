using CsCheck;

namespace Mxit.Media.Tests;

/// <summary>
/// Files with bytes changed, taken out, put in, cut off or turned around. Not by <c>Sample</c> of CsCheck, of which the seed is
/// only that of the first file: every run has the same ones.
/// </summary>
internal static class DamagedFiles
{
    /// <summary>Makes files of others.</summary>
    /// <param name="originals">The others.</param>
    /// <param name="place">Where a change is made; behind the end it begins at the start again.</param>
    /// <param name="maxChanges">The most changes of a file, of which each has at least one.</param>
    /// <param name="count">How many files to make.</param>
    /// <param name="seed">The same seed makes the same files.</param>
    public static IEnumerable<byte[]> Make(byte[][] originals, Gen<int> place, int maxChanges, int count, string seed)
    {
        var change = Gen.Select(Gen.Int[0, 5], place, Gen.Byte, Gen.Int[1, 60]);
        var damaged = Gen.Select(Gen.Int[0, originals.Length - 1], change.Array[1, maxChanges]);
        var random = PCG.Parse(seed);
        for (var made = 0; made < count; made++)
        {
            var (original, changes) = damaged.Generate(random, null, out _);
            yield return changes.Aggregate(originals[original], Damage);
        }
    }

    private static byte[] Damage(byte[] file, (int Kind, int Place, byte Value, int Count) change)
    {
        var place = change.Place % Math.Max(1, file.Length);
        var count = Math.Min(change.Count, file.Length - place);
        return change.Kind switch
        {
            0 => [.. file[..place], change.Value, .. file[Math.Min(file.Length, place + 1)..]],
            1 => [.. file[..place], .. file[(place + count)..]],
            2 => [.. file[..place], .. Enumerable.Repeat(change.Value, change.Count), .. file[place..]],
            3 => file[..Math.Min(file.Length, Math.Max(place, 16))],
            4 => [.. file[..place], .. file[place..(place + count)].Select(value => (byte)(value ^ 1)),
                .. file[(place + count)..]],
            _ => [.. file[..place], .. file[place..].Reverse()],
        };
    }
}
