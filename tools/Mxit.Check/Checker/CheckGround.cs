using Mxit.TestKit;

namespace Mxit.Check.Checker;

/// <summary>
/// Where a run takes place: a folder, and a PostgreSQL cluster where one is wanted, both on a disk that can run full where one is
/// wanted.
/// </summary>
internal sealed class CheckGround : IAsyncDisposable
{
    private PostgresCluster? _cluster;

    private CheckGround(string folder, SmallDisk? disk) => (Folder, Disk) = (folder, disk);

    /// <summary>The data folder of the server.</summary>
    public string Folder { get; }

    public SmallDisk? Disk { get; }

    /// <summary>The connection string of the database; <see langword="null"/> for SQLite.</summary>
    public string? Postgres { get; private set; }

    /// <summary>Starts the cluster if it has ended, as its operator would; <see langword="null"/> without one.</summary>
    public Func<Task>? RestartDatabase => _cluster is null ? null : () => _cluster.StartAgainAsync();

    public static async Task<CheckGround> MakeAsync(bool postgres, bool smallDisk, CancellationToken cancellationToken)
    {
        var disk = smallDisk ? await SmallDisk.MountAsync(cancellationToken) : null;
        var folder = disk is null
            ? Directory.CreateTempSubdirectory("mxit-check-").FullName
            : Directory.CreateDirectory(Path.Combine(disk.Folder, "data")).FullName;
        var ground = new CheckGround(folder, disk);
        try
        {
            if (postgres)
            {
                ground._cluster = await PostgresCluster.StartAsync(disk?.Folder, cancellationToken);
                ground.Postgres = (await ground._cluster.CreateDatabaseAsync(cancellationToken: cancellationToken))
                    .ConnectionString;
            }

            return ground;
        }
        catch
        {
            await ground.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
        if (Disk is not null)
        {
            await Disk.DisposeAsync();
        }
    }
}
