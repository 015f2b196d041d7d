namespace Mxit.Platform.Media.Metadata;

/// <summary>Finds in files of one kind where they tell a position.</summary>
internal interface IPositionFormat
{
    /// <summary>How many bytes at the start of a file tell its kind.</summary>
    const int StartLength = 16;

    /// <summary>Whether a file begins as those of this kind do.</summary>
    bool Matches(ReadOnlySpan<byte> start);

    /// <summary>
    /// Finds the patches that take the position out. Never throws for what is in the file: where it is damaged, what may hold a
    /// position goes as a whole.
    /// </summary>
    void Find(FileWindow file, PatchCollector found);
}
