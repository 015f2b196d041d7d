using Mxit.Platform.Data;

namespace Mxit.Platform.Contacts;

/// <summary>
/// A store that writes when a person adds an app, in the same unit of work. Any number of them can be registered, as singletons.
/// Called only when the app becomes a contact, not when it is one already.
/// </summary>
internal interface IAppAddedStore
{
    /// <summary>Writes. May be called again in a new unit of work when the first one could not commit.</summary>
    Task AddAppAsync(UnitOfWork work, string userId, string serviceName, DateTime nowUtc, CancellationToken cancellationToken);
}
