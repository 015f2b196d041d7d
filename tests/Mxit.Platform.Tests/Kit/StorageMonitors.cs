using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Mxit.Platform.Data;

namespace Mxit.Platform.Tests.Kit;

/// <summary>A database that there is none of, but that can be told to fail.</summary>
internal sealed class UnrealDatabase : IDatabase
{
    public string Name => "a database of a test";

    public void Claim()
    {
    }

    public Task<DatabaseContent> LookAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>What a probe finds; it may throw, or hang.</summary>
    public Func<bool, Task<StorageFailure?>> Probe { get; set; } = _ => Task.FromResult<StorageFailure?>(null);

    public int Probes { get; private set; }

    public void Configure(DbContextOptionsBuilder options) => throw new NotSupportedException();

    public Task<string> AssertDurableAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public StorageFailure? FindFailureOrNull(DbException exception) =>
        exception is UnrealException { Failure: >= 0 and var failure } ? failure : null;

    public Task<StorageFailure?> ProbeAsync(bool forWriting, CancellationToken cancellationToken)
    {
        Probes++;
        return Probe(forWriting);
    }

    public Task HoldAsync(MxitDbContext context, IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

/// <summary>What it throws.</summary>
internal sealed class UnrealException(StorageFailure failure) : DbException($"{failure}")
{
    public StorageFailure Failure { get; } = failure;
}

internal static class StorageMonitors
{
    public static StorageMonitor Of(Readiness readiness, TimeProvider clock, UnrealDatabase? database = null)
    {
        database ??= new UnrealDatabase();
        return new StorageMonitor(database, [], readiness, clock, NullLogger<StorageMonitor>.Instance);
    }
}
