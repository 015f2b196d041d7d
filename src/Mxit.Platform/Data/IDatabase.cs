using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Mxit.Platform.Data;

/// <summary>What the platform needs to know of a database brand, apart from the message path.</summary>
internal interface IDatabase
{
    /// <summary>
    /// What the database is called in a sentence, such as <c>the file /srv/mxit/data/mxit.db</c>. Holds nothing secret.
    /// </summary>
    string Name { get; }

    /// <summary>
    /// Takes the database for this process, where only one server at a time may work on it, until this object is disposed. Once
    /// or several times, before anything is read or written.
    /// </summary>
    /// <exception cref="DatabaseUnusableException">Another server works on it, or nothing may, with the library that is
    /// loaded.</exception>
    void Claim();

    /// <summary>Looks what there is, and makes nothing.</summary>
    /// <exception cref="DatabaseUnusableException">There is something else in its place.</exception>
    Task<DatabaseContent> LookAsync(CancellationToken cancellationToken);

    /// <summary>Tells EF Core how to reach the database.</summary>
    void Configure(DbContextOptionsBuilder options);

    /// <summary>
    /// Checks the settings that a reply of 200 relies on, as they are in force on a connection like the ones that serve
    /// requests: libraries and configuration files override them.
    /// </summary>
    /// <returns>What is in force, for the log and the health page.</returns>
    /// <exception cref="DatabaseUnusableException">A committed message could be lost. The text says which setting.</exception>
    Task<string> AssertDurableAsync(CancellationToken cancellationToken);

    /// <summary>
    /// What an exception of the database means; <see langword="null"/> when it is about the statement, and not about the
    /// database.
    /// </summary>
    StorageFailure? FindFailureOrNull(DbException exception);

    /// <summary>Finds out whether the database can be used now, over a connection of its own.</summary>
    /// <param name="forWriting">Also whether it takes what is written; otherwise only where that is in doubt.</param>
    /// <param name="cancellationToken">Gives up; the database may hear of it late.</param>
    /// <returns>What is wrong; <see langword="null"/> when nothing is. Exceptions say it as well.</returns>
    Task<StorageFailure?> ProbeAsync(bool forWriting, CancellationToken cancellationToken);

    /// <summary>
    /// Waits until no other transaction holds any of these names, and holds them until the transaction of the context ends. For
    /// rules that look at several rows, some of which may not be there yet, so that no row could be locked. What is read
    /// afterwards is what the others have left.
    /// </summary>
    /// <remarks>Two names may share a lock, so whoever needs several asks for all of them at once.</remarks>
    Task HoldAsync(MxitDbContext context, IReadOnlyCollection<string> names, CancellationToken cancellationToken);
}

/// <summary>What there is in the place of a database.</summary>
internal enum DatabaseContent
{
    /// <summary>No database.</summary>
    Missing = 0,

    /// <summary>A database without tables.</summary>
    Nothing = 1,

    /// <summary>A database with tables, of this program or of another one.</summary>
    Tables = 2,
}
