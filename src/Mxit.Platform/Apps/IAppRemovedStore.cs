using Mxit.Platform.Data;

namespace Mxit.Platform.Apps;

/// <summary>
/// A store that deletes what it has of an app that is removed, in one unit of work with the others. Any number of them can be
/// registered, as singletons.
/// </summary>
internal interface IAppRemovedStore
{
    /// <summary>Deletes after the app is removed.</summary>
    Task RemoveAppAsync(UnitOfWork work, string serviceName, CancellationToken cancellationToken);
}
