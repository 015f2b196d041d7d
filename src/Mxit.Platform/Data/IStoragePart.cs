namespace Mxit.Platform.Data;

/// <summary>What the server stores things in besides its database, such as a folder.</summary>
internal interface IStoragePart
{
    /// <summary>The name of the part, for <see cref="Readiness.ReportFault"/>.</summary>
    string Name { get; }

    /// <summary>What is wrong with it now; <see langword="null"/> when nothing is.</summary>
    StorageFailure? FindFailureOrNull();
}
