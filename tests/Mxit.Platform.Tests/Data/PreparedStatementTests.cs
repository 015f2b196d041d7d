using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.PostgreSql;
using Npgsql;

namespace Mxit.Platform.Tests.Data;

/// <summary>Statements that are used often are planned once on PostgreSQL, unless the operator says otherwise.</summary>
public sealed class PreparedStatementTests
{
    [Theory]
    [InlineData("Host=localhost;Database=mxit", 100)]
    [InlineData("Host=localhost;Database=mxit;Max Auto Prepare=7", 7)]
    [InlineData("Host=localhost;Database=mxit;Max Auto Prepare=0", 0)]
    public async Task They_are_prepared_unless_the_connection_string_says_how_many(string given, int expected)
    {
        await using var services = new ServiceCollection().AddPostgreSql(given).BuildServiceProvider();

        var source = services.GetRequiredService<NpgsqlDataSource>();

        Assert.Equal(expected, new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxAutoPrepare);
    }
}
