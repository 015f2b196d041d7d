namespace Mxit.Platform.Media.Metadata;

/// <summary>Gathers patches in any order, and brings them in order at the end.</summary>
internal sealed class PatchCollector
{
    // No camera writes as many. Whoever makes such a file does not want to hide anything in it.
    private const int MaxCount = 100_000;

    private readonly List<Patch> _patches = [];

    public void Add(Patch patch)
    {
        if (patch.Length > 0 && _patches.Count < MaxCount)
        {
            _patches.Add(patch);
        }
    }

    public void AddRange(IEnumerable<Patch> patches)
    {
        foreach (var patch in patches)
        {
            Add(patch);
        }
    }

    public void AddAll(PatchCollector others) => AddRange(others._patches);

    /// <summary>The patches by their offset, none over another, without those that change nothing.</summary>
    public Patch[] Build(FileReader file)
    {
        _patches.Sort((one, other) => one.Offset != other.Offset
            ? one.Offset.CompareTo(other.Offset)
            : other.Length.CompareTo(one.Length));
        var end = 0L;
        var built = new List<Patch>(_patches.Count);
        foreach (var patch in _patches)
        {
            if (patch.End <= end)
            {
                continue;
            }

            var rest = patch.Offset < end ? patch.From(end) : patch;
            end = patch.End;
            if (!rest.IsIn(file))
            {
                built.Add(rest);
            }
        }

        return [.. built];
    }
}
