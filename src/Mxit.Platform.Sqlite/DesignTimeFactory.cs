using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Mxit.Platform.Data;

namespace Mxit.Platform.Sqlite;

// Lets `dotnet ef migrations add` work without a host.
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<MxitDbContext>
{
    public MxitDbContext CreateDbContext(string[] args)
    {
        using var gate = new SqliteWriteGate();
        var options = new DbContextOptionsBuilder<MxitDbContext>();
        new SqliteDatabase("Data Source=:memory:", gate).Configure(options);
        return new MxitDbContext(options.Options);
    }
}
