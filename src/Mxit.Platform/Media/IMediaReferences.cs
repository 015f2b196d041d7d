namespace Mxit.Platform.Media;

/// <summary>Knows which stored bytes the rows of a feature refer to. Each feature that stores media adds one.</summary>
public interface IMediaReferences
{
    /// <summary>Those of the keys that a row refers to.</summary>
    Task<IReadOnlyCollection<string>> FindReferencedAsync(
        IReadOnlyCollection<string> keys, CancellationToken cancellationToken);
}
