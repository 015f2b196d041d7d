using System.Data.Common;

namespace Mxit.Platform.Data;

/// <summary>Tells failures of the database and of files from other exceptions, however deep they are wrapped.</summary>
internal sealed class StorageFailures(IDatabase database)
{
    /// <summary>The failure that an exception tells of; <see langword="null"/> when it tells of none.</summary>
    public StorageFailure? FindOrNull(Exception? exception) => exception switch
    {
        null or OperationCanceledException => null,
        DbException failure when database.FindFailureOrNull(failure) is { } found => found,
        AggregateException several => several.InnerExceptions.Select(FindOrNull).FirstOrDefault(found => found is not null),
        _ => FileFailure.FindOrNull(exception) ?? FindOrNull(exception.InnerException),
    };
}
