using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Mxit.Platform.Data;
using Npgsql;

namespace Mxit.Platform.PostgreSql;

// Lets `dotnet ef migrations add` work without a host.
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<MxitDbContext>
{
    public MxitDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<MxitDbContext>();
        new PostgresDatabase(NpgsqlDataSource.Create("Host=localhost"), "Host=localhost").Configure(options);
        return new MxitDbContext(options.Options);
    }
}
