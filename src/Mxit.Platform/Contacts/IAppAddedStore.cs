using Mxit.Platform.Data;

namespace Mxit.Platform.Contacts;

/// <summary>
/// A store that writes when a person adds an app, in the same transaction: both are durable, or neither. Any number of them can
/// be registered, as singletons. Called only when the app becomes a contact, not when it is one already.
/// </summary>
internal interface IAppAddedStore
{
    /// <summary>
    /// Writes with the context, whose transaction is open; saving and committing is up to the caller. May be called again in a
    /// new transaction when the first one could not commit.
    /// </summary>
    Task AddAppAsync(
        MxitDbContext context, string userId, string serviceName, DateTime nowUtc, CancellationToken cancellationToken);

    /// <summary>Called once that transaction has committed: the place to wake whoever does the rest.</summary>
    void Committed(string userId, string serviceName)
    {
    }
}
