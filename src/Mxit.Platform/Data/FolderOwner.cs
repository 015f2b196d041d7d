namespace Mxit.Platform.Data;

/// <summary>
/// Sees that the data folder belongs to the database: media that no row refers to are deleted, and the rows of another database
/// are not known here. The database has an id, and the folder has a file with the same one.
/// </summary>
internal sealed class FolderOwner
{
    private readonly DatabaseMarkStore _marks;
    private readonly IDatabase _database;
    private readonly string _folder;

    internal FolderOwner(DatabaseMarkStore marks, IDatabase database, ServerContext server)
    {
        (_marks, _database) = (marks, database);
        _folder = server.DataFolder;
    }

    private string FilePath => Path.Combine(_folder, "database-id");

    /// <summary>Checks a folder that is there.</summary>
    /// <exception cref="DatabaseUnusableException">It belongs to another database.</exception>
    public async Task AssertAsync(CancellationToken cancellationToken)
    {
        if (FindOrNull() is { } found && await _marks.FindIdOrNullAsync(cancellationToken) is { } id)
        {
            Assert(found, id);
        }
    }

    /// <summary>
    /// The id of the database that the folder belongs to; <see langword="null"/> when it belongs to none, or does not say.
    /// </summary>
    internal Guid? FindIdOrNull() => Guid.TryParse(FindOrNull(), out var id) ? id : null;

    /// <summary>Takes a folder that belongs to no database yet, and checks any other.</summary>
    /// <exception cref="DatabaseUnusableException">It belongs to another database.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    internal async Task TakeAsync(CancellationToken cancellationToken)
    {
        var id = await _marks.FindIdOrNullAsync(cancellationToken)
            ?? throw new InvalidOperationException("The database has not been marked.");
        if (FindOrNull() is null)
        {
            Write(id);
        }
        else
        {
            _ = OwnerOnly.Close(FilePath);
        }

        Assert(FindOrNull(), id);
    }

    private void Assert(string? found, Guid id)
    {
        if (found != id.ToString())
        {
            throw new DatabaseUnusableException(
                $"The folder {_folder} belongs to another database than {_database.Name}, and the server would delete its " +
                $"pictures and files, which this database does not know. Give each database a folder of its own with --data. " +
                $"If the files are those of this database all the same, remove {FilePath}.");
        }
    }

    private string? FindOrNull()
    {
        try
        {
            return File.ReadAllText(FilePath).Trim();
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    // Written beside and moved, so that it is never there in part. Of two servers that start on a new folder, one comes first.
    private void Write(Guid id)
    {
        OwnerOnly.CreateFolder(_folder);
        var beside = $"{FilePath}.{Guid.NewGuid():N}";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write }.ForOwnerOnly();
            using (var file = new FileStream(beside, options))
            {
                file.Write(System.Text.Encoding.ASCII.GetBytes($"{id}\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, FilePath, overwrite: false);
        }
        catch (IOException) when (File.Exists(FilePath))
        {
            // The other one came first.
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
