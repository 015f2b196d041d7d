namespace Mxit.Platform.Data;

/// <summary>
/// What a server does before it reads or writes anything: it takes its database and its folder, and keeps others out.
/// </summary>
internal sealed class StorageClaim
{
    private readonly IDatabase _database;
    private readonly DataFolder _folder;

    internal StorageClaim(IDatabase database, DataFolder folder) => (_database, _folder) = (database, folder);

    /// <summary>
    /// Takes both; the second time changes nothing. They are free again when the services of the server are disposed.
    /// </summary>
    /// <exception cref="DatabaseUnusableException">Another server has the database, or nobody can work with it.</exception>
    /// <exception cref="IOException">A file or a folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not make it.</exception>
    public void Take()
    {
        _database.Claim();
        _folder.Open();
    }
}
