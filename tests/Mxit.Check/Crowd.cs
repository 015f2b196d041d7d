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

    /// <summary>Adds people who have the app <c>demo</c>.</summary>
    public static async Task AddAsync(string folder, string? postgres, int count, CancellationToken cancellationToken)
    {
        string[] database = postgres is null
            ? []
            : ["--Mxit:Database:Provider=PostgreSql", $"--Mxit:Database:ConnectionString={postgres}"];
        await using var app = MxitServer.Build([$"--Mxit:Server:DataFolder={folder}", .. database]);
        await app.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(cancellationToken);
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<MxitDbContext>>()
            .CreateDbContextAsync(cancellationToken);
        for (var number = 0; number < count; number++)
        {
            context.Add(new Account
            {
                UserId = UserId(number),
                Login = $"crowd{number}",
                DisplayName = $"Crowd {number}",
                SecurityStamp = "",
                CreatedUtc = DateTime.UnixEpoch,
                ChangedUtc = DateTime.UnixEpoch,
            });
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
