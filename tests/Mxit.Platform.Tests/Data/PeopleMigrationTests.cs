using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Mxit.Platform.Data;
using Mxit.Platform.Profiles;

namespace Mxit.Platform.Tests.Data;

/// <summary>A database of the first version becomes one of the next, with everybody in it.</summary>
public sealed class PeopleMigrationTests
{
    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.PostgreSql)]
    public async Task Accounts_of_the_first_version_are_kept_and_get_an_empty_profile(DatabaseProvider brand)
    {
        await using var database = await TestDatabase.CreateAsync(brand, TimeProvider.System);
        await MigrateAsync(database, "First");
        await database.QueryAsync(context => context.Database.ExecuteSqlRawAsync(
            brand == DatabaseProvider.Sqlite
                ? """
                  INSERT INTO "Accounts" ("UserId", "Login", "PasswordHash", "DisplayName", "SecurityStamp", "CreatedUtc")
                  VALUES ('m40000000001', 'old', 'hash', 'Old', 'stamp', '2026-01-02 03:04:05.678901')
                  """
                : """
                  INSERT INTO "Accounts" ("UserId", "Login", "PasswordHash", "DisplayName", "SecurityStamp", "CreatedUtc")
                  VALUES ('m40000000001', 'old', 'hash', 'Old', 'stamp', '2026-01-02 03:04:05.678901Z')
                  """));

        await MigrateAsync(database, null);

        var account = await database.QueryAsync(context => context.Accounts.AsNoTracking().SingleAsync());
        Assert.Equal(("m40000000001", "old", "hash", "Old", "stamp"), (account.UserId, account.Login, account.PasswordHash, account.DisplayName, account.SecurityStamp));
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, 678, 901, DateTimeKind.Utc), account.CreatedUtc);
        Assert.Equal(account.CreatedUtc, account.ChangedUtc);
        Assert.Null(account.AvatarId);
        Assert.Equivalent(new PersonProfile(), account.Profile, strict: true);
    }

    private static Task<int> MigrateAsync(TestDatabase database, string? target) => database.QueryAsync(async context =>
    {
        var migrator = context.GetService<IMigrator>();
        await migrator.MigrateAsync(
            target is null ? null : context.Database.GetMigrations().Single(name => name.EndsWith($"_{target}", StringComparison.Ordinal)));
        return 0;
    });
}
