using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.Logging.Abstractions;
using Mxit.Platform.Data;

namespace Mxit.Platform.Sqlite;

// Lets `dotnet ef migrations add` work without a host.
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<MxitDbContext>
{
    public MxitDbContext CreateDbContext(string[] args)
    {
        using var gate = new SqliteWriteGate();
        var options = new DbContextOptionsBuilder<MxitDbContext>();
        using var database = new SqliteDatabase(
            "Data Source=unused.db", gate, SqliteLibrary.Loaded, NullLogger<SqliteDatabase>.Instance);
        database.Configure(options);
        return new MxitDbContext(options.Options);
    }
}
