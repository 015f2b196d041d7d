using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Data;

namespace Mxit.Platform.Authorization;

/// <summary>
/// The people and apps to play with, in development mode only: fixed, so that everyone can write tests against them.
/// </summary>
internal sealed class DevelopmentPeopleAndApps(ServerContext server, AccountService accounts, AppService apps) : IStartupWork
{
    private static IEnumerable<(string UserId, string Login, PersonProfile Profile)> People =>
    [
        (DevelopmentPeopleStore.Alice, "alice", Person(
            "Alice", "Mokoena", Gender.Female, new(1993, 4, 27), "Studying for exams", "Cape Town")),
        ("m10000000002", "bob", Person("Bob", "Dlamini", Gender.Male, new(1990, 11, 5), "Load shedding again", "Johannesburg")),
        ("m10000000003", "carol", Person("Carol", "Naidoo", Gender.Female, new(1996, 2, 29), "Gone surfing", "Durban")),
        ("m10000000004", "dave", Person(
            "Dave", "van Wyk", Gender.Male, new(1988, 7, 19), "Braai on Saturday, who is in?", "Stellenbosch")),
    ];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!server.IsDevelopment)
        {
            return;
        }

        foreach (var (userId, login, profile) in People)
        {
            if (await accounts.FindOrNullAsync(userId, cancellationToken) is null)
            {
                await accounts.CreatePublishedAsync(userId, login, $"{login}-password", profile, cancellationToken);
            }
        }

        await AddAsync(
            new NewApp("demo")
            {
                DisplayName = "Demo",
                Profile = AppProfile.Legacy,
                Grants = AppGrants.Default | AppGrants.Password,
                RedirectUris = ["http://example.org/", "http://www.example.com", "http://127.0.0.1/callback"],
            },
            clientId: '1',
            secret: '2',
            cancellationToken);
        await AddAsync(
            new NewApp("strict-demo") { DisplayName = "Strict demo", RedirectUris = ["http://127.0.0.1/callback"] },
            clientId: '3',
            secret: '4',
            cancellationToken);
    }

    private static PersonProfile Person(
        string firstName, string lastName, Gender gender, DateOnly born, string statusMessage, string whereAmI) => new()
        {
            FirstName = firstName,
            LastName = lastName,
            Gender = gender,
            DateOfBirth = born,
            StatusMessage = statusMessage,
            WhereAmI = whereAmI,
            LanguageCode = "en",
            CultureName = "en-ZA",
            RegisteredCountryCode = "ZA",
            LastKnownCountryCode = "ZA",
            NetworkOperatorCode = "65501",
        };

    private async Task AddAsync(NewApp app, char clientId, char secret, CancellationToken cancellationToken)
    {
        if (await apps.FindOrNullAsync(app.ServiceName, cancellationToken) is null)
        {
            await apps.CreateAsync(app, new string(clientId, 32), new string(secret, 32), cancellationToken);
        }
    }
}
