using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Accounts;
using Mxit.Platform.Contacts;
using Mxit.Platform.Data;
using Mxit.Server;

namespace Mxit.Check;

/// <summary>Puts many people into a database, straight, since making them one by one would hash a password each.</summary>
public static class Crowd
{
    /// <summary>The user id of one of the crowd.</summary>
    public static string UserId(int number) => string.Create(CultureInfo.InvariantCulture, $"m2{number:D10}");

    /// <summary>The login of one of the crowd.</summary>
    public static string Login(int number) => string.Create(CultureInfo.InvariantCulture, $"crowd{number}");

    /// <summary>The settings of the server for a PostgreSQL database; none for SQLite.</summary>
    public static string[] DatabaseSettings(string? postgres) => postgres is null
        ? []
        : ["--Mxit:Database:Provider=PostgreSql", $"--Mxit:Database:ConnectionString={postgres}"];

    /// <summary>A hash that is quickly checked: signing thousands of people in is not what a run is for.</summary>
    public static string QuickHash(string password) => Passwords.HashPublished(password);

    /// <summary>Adds people who have the app <c>demo</c>.</summary>
    public static async Task AddAsync(string folder, string? postgres, int count, CancellationToken cancellationToken)
    {
        await using var app = MxitServer.Build([$"--Mxit:Server:DataFolder={folder}", .. DatabaseSettings(postgres)]);
        await app.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(cancellationToken);
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<MxitDbContext>>()
            .CreateDbContextAsync(cancellationToken);
        for (var number = 0; number < count; number++)
        {
            context.Add(new Account
            {
                UserId = UserId(number),
                Login = Login(number),
                DisplayName = $"Crowd {number}",
                SecurityStamp = "",
                CreatedUtc = DateTime.UnixEpoch,
                ChangedUtc = DateTime.UnixEpoch,
                Profile = new PersonProfile
                {
                    StatusMessage = "A status message, of a length that people write.",
                    AboutMe = "One of many, and glad of it.",
                    FirstName = "Crowd",
                    LastName = $"Number {number}",
                    Gender = (Gender)(number % 2),
                    DateOfBirth = new DateOnly(1990, 2, 10),
                    LanguageCode = "en",
                    RegisteredCountryCode = "ZA",
                    LastKnownCountryCode = "ZA",
                    NetworkOperatorCode = "65501",
                },
            });
            context.Add(new ReservedName { NormalizedName = Login(number), OwnerId = UserId(number) });
            context.Add(new ContactEntry
            {
                OwnerId = UserId(number),
                PeerId = "demo",
                Type = ContactType.Application,
                Subscription = SubscriptionType.Both,
                Group = "MXit",
                CreatedUtc = DateTime.UnixEpoch,
            });
        }

        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// The same for millions: the first is written row by row, the others are copies of it, made by the database.
    /// </summary>
    public static async Task AddManyAsync(string folder, string? postgres, int count, CancellationToken cancellationToken)
    {
        await AddAsync(folder, postgres, 1, cancellationToken);
        await using var app = MxitServer.Build([$"--Mxit:Server:DataFolder={folder}", .. DatabaseSettings(postgres)]);
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<MxitDbContext>>()
            .CreateDbContextAsync(cancellationToken);
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        foreach (var type in new[] { typeof(Account), typeof(ReservedName), typeof(ContactEntry) })
        {
            var table = context.Model.FindEntityType(type)!.GetTableMappings().Single().Table;
            var columns = table.Columns.Select(column => column.Name).ToList();
            var values = columns.Select(column => column switch
            {
                nameof(Account.UserId) or nameof(ContactEntry.OwnerId) => "'m' || CAST(20000000000 + i AS TEXT)",
                nameof(Account.Login) or nameof(ReservedName.NormalizedName) => "'crowd' || CAST(i AS TEXT)",
                _ => $"\"{column}\"",
            });
            var first = type == typeof(Account) ? nameof(Account.UserId) : nameof(ContactEntry.OwnerId);
            var sql = $$"""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {0})
                INSERT INTO "{{table.Name}}" ({{string.Join(", ", columns.Select(column => $"\"{column}\""))}})
                SELECT {{string.Join(", ", values)}} FROM "{{table.Name}}", n WHERE "{{first}}" = {1} AND i < {0}
                """;
            await context.Database.ExecuteSqlRawAsync(sql, [count, UserId(0)], cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
