using Microsoft.EntityFrameworkCore;

namespace Mxit.Platform.Data;

/// <summary>What the platform needs to know of a database brand, apart from the message path.</summary>
public interface IDatabase
{
    /// <summary>Tells EF Core how to reach the database.</summary>
    void Configure(DbContextOptionsBuilder options);

    /// <summary>
    /// Checks the settings that a reply of 200 relies on, as they are in force on a connection like the ones that serve
    /// requests: libraries and configuration files override them.
    /// </summary>
    /// <returns>What is in force, for the log and the health page.</returns>
    /// <exception cref="InvalidOperationException">A committed message could be lost. The text says which setting.</exception>
    Task<string> AssertDurableAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Waits until no other transaction holds any of these names, and holds them until the transaction of the context ends. For
    /// rules that look at several rows, some of which may not be there yet, so that no row could be locked. What is read
    /// afterwards is what the others have left.
    /// </summary>
    /// <remarks>Two names may share a lock, so whoever needs several asks for all of them at once.</remarks>
    Task HoldAsync(MxitDbContext context, IReadOnlyCollection<string> names, CancellationToken cancellationToken);
}
