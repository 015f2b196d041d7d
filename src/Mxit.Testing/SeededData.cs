namespace Mxit.Testing;

/// <summary>
/// The data of a server that was just seeded, kept for all servers of this process: the first one migrates the schema and hashes
/// passwords, the others copy its data. Servers whose clock stands still have data of their own.
/// </summary>
internal sealed class SeededData
{
    public const string Snapshot = "seed";

    private static readonly SemaphoreSlim Gate = new(1, 1);

    private string? _seeded;

    /// <summary>For servers with the real time.</summary>
    public static SeededData Running { get; } = new();

    /// <summary>For servers whose time of day stands still.</summary>
    public static SeededData Standing { get; } = new();

    /// <summary>Starts a server on a copy of the data, or lets it make them.</summary>
    public async Task StartAsync(TestFolders folders, Func<Task> startAsync, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _seeded) is null)
        {
            await Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (_seeded is null)
                {
                    await startAsync().ConfigureAwait(false);
                    folders.Save(Snapshot);
                    Keep(folders);
                    return;
                }
            }
            finally
            {
                _ = Gate.Release();
            }
        }

        folders.Import(_seeded!, Snapshot);
        await startAsync().ConfigureAwait(false);
    }

    private void Keep(TestFolders folders)
    {
        var kept = new TestFolders("");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => kept.Dispose();
        kept.Import(folders.FolderOf(Snapshot), Snapshot);
        Volatile.Write(ref _seeded, kept.FolderOf(Snapshot));
    }
}
