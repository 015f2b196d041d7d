namespace Mxit.Platform.Data;

/// <summary>Recognizes a database that development mode has seeded.</summary>
internal interface IDevelopmentSeed
{
    /// <summary>Whether the database was seeded; <see langword="null"/> where nobody is in it yet.</summary>
    Task<bool?> IsInAsync(MxitDbContext context, CancellationToken cancellationToken);
}
