using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Accounts;
using Mxit.Platform.Contacts;
using Mxit.Platform.Data;
using Mxit.Platform.Profiles;
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
}
