using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Mxit.Platform.Data;

/// <summary>What EF Core writes to the log.</summary>
internal static class ContextLogs
{
    /// <summary>
    /// Leaves out failures: each is thrown at whoever sent the statement, some are sent to see whether they fail, and of a
    /// database that cannot be used there would be several for each request. The <see cref="StorageMonitor"/> tells of that once.
    /// </summary>
    public static void WithoutFailuresInLog(this DbContextOptionsBuilder options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ConfigureWarnings(warnings => warnings.Ignore(
            CoreEventId.QueryIterationFailed,
            CoreEventId.SaveChangesFailed,
            RelationalEventId.CommandError,
            RelationalEventId.ConnectionError,
            RelationalEventId.TransactionError));
    }
}
