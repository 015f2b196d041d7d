using Mxit.Platform.Data;

namespace Mxit.Platform.Accounts;

/// <summary>
/// A store that deletes what it has of a person who is removed, in the same unit of work. Any number of them can be registered,
/// as singletons.
/// </summary>
internal interface IPersonRemovedStore
{
    /// <summary>Deletes in a unit of work that holds the row of the account.</summary>
    Task RemovePersonAsync(UnitOfWork work, string userId, CancellationToken cancellationToken);
}
