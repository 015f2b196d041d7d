namespace Mxit.Media.Metadata;

/// <summary>What came of removing the metadata of a file.</summary>
internal sealed class MetadataRemoval
{
    private readonly PieceList? _file;

    internal MetadataRemoval(PieceList? file = null, string? refusal = null) => (_file, Refusal) = (file, refusal);

    /// <summary>Why it cannot be done, in a few sentences; <see langword="null"/> when it can.</summary>
    public string? Refusal { get; }

    /// <summary>
    /// Whether there is another file without metadata. If not, the file has none; or it is neither picture nor video.
    /// </summary>
    public bool HasFile => _file is { IsOriginal: false };

    /// <summary>Opens the file without metadata, to be read once from its start.</summary>
    /// <param name="original">The file that was looked through. It is not closed.</param>
    /// <exception cref="InvalidOperationException">There is none, see <see cref="HasFile"/>.</exception>
    public Stream Open(Stream original) =>
        new PieceStream(original, _file ?? throw new InvalidOperationException("There is no file without metadata."));
}
