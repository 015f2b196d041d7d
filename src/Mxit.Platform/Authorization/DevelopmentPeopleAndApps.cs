using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Data;

namespace Mxit.Platform.Authorization;

/// <summary>
/// The people and apps to play with, in development mode only: fixed, so that everyone can write tests against them.
/// </summary>
internal sealed class DevelopmentPeopleAndApps(ServerContext server, AccountService accounts, AppService apps) : IStartupWork
{
    private static readonly (string UserId, string Login)[] People =
    [
        ("m10000000001", "alice"), ("m10000000002", "bob"), ("m10000000003", "carol"), ("m10000000004", "dave"),
    ];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!server.IsDevelopment)
        {
            return;
        }

        foreach (var (userId, login) in People)
        {
            if (await accounts.FindOrNullAsync(userId, cancellationToken) is null)
            {
                await accounts.CreateAsync(
                    userId, login, $"{login}-password", char.ToUpperInvariant(login[0]) + login[1..], cancellationToken);
            }
        }

        await AddAsync(
            new NewApp("demo")
            {
                DisplayName = "Demo",
                Profile = AppProfile.Legacy,
                PasswordGrant = true,
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

    private async Task AddAsync(NewApp app, char clientId, char secret, CancellationToken cancellationToken)
    {
        if (await apps.FindOrNullAsync(app.ServiceName, cancellationToken) is null)
        {
            await apps.CreateAsync(app, new string(clientId, 32), new string(secret, 32), cancellationToken);
        }
    }
}
