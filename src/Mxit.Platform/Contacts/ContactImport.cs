namespace Mxit.Platform.Contacts;

/// <summary>How far an import has come.</summary>
/// <param name="Stage">What is being written: <c>people</c> or <c>friendships</c>.</param>
/// <param name="Done">How many of them are written, or were there.</param>
/// <param name="Total">How many there are.</param>
internal sealed record ContactImportProgress(string Stage, int Done, int Total);

/// <summary>What an import did, and what it left out.</summary>
internal sealed record ContactImportSummary
{
    /// <summary>The lines that name a pair, comments and empty ones not counted.</summary>
    public int Lines { get; init; }

    /// <summary>People who were made.</summary>
    public int PeopleMade { get; init; }

    /// <summary>People who were there.</summary>
    public int PeopleThere { get; init; }

    /// <summary>Friendships that were made.</summary>
    public int FriendshipsMade { get; init; }

    /// <summary>Friendships that were there.</summary>
    public int FriendshipsThere { get; init; }

    /// <summary>Lines that name a pair once more, in either order.</summary>
    public int Repeats { get; init; }

    /// <summary>Lines that name the same person twice.</summary>
    public int SelfPairs { get; init; }

    /// <summary>Lines that do not hold two names.</summary>
    public ImportFaults Malformed { get; init; } = new();

    /// <summary>Names that cannot be logins; the lines with them were left out.</summary>
    public ImportFaults NotLogins { get; init; } = new();

    /// <summary>Names that belong to an app; the lines with them were left out.</summary>
    public ImportFaults Apps { get; init; } = new();
}

/// <summary>What an import left out for one reason.</summary>
internal sealed class ImportFaults
{
    private const int MaxExamples = 10;

    private readonly List<string> _examples = [];

    /// <summary>How many lines.</summary>
    public int Count { get; private set; }

    /// <summary>The first ten of them: line numbers or names.</summary>
    public IReadOnlyList<string> Examples => _examples;

    internal void Add(string example)
    {
        Count++;
        if (_examples.Count < MaxExamples && !_examples.Contains(example))
        {
            _examples.Add(example);
        }
    }
}
