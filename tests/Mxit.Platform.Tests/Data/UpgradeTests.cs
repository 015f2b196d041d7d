using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Time.Testing;

namespace Mxit.Platform.Tests.Data;

/// <summary>What holds for each upgrade of the schema.</summary>
public sealed class UpgradeTests
{
    // What EF Core generates for a table that SQLite has to build anew is several transactions: a process that dies between two
    // of them leaves a database that neither version can use.
    [Theory, InlineData(DatabaseBrand.Sqlite), InlineData(DatabaseBrand.PostgreSql)]
    public async Task R_35_each_upgrade_is_one_transaction(DatabaseBrand provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, new FakeTimeProvider());

        var steps = await database.QueryAsync(context =>
        {
            var migrations = context.GetService<IMigrationsAssembly>();
            var generator = context.GetService<IMigrationsSqlGenerator>();
            var models = context.GetService<IModelRuntimeInitializer>();
            return Task.FromResult(migrations.Migrations.Select(named =>
            {
                var migration = migrations.CreateMigration(named.Value, context.Database.ProviderName!);
                var model = models.Initialize(migration.TargetModel, designTime: true, validationLogger: null);
                return (Name: named.Key, Commands: generator.Generate(migration.UpOperations, model));
            }).ToList());
        });

        Assert.True(steps.Sum(step => step.Commands.Count) > 20);
        Assert.Empty(steps.Where(step => step.Commands.Any(command => command.TransactionSuppressed)).Select(step => step.Name));
    }
}
