using Mxit.Platform.Data;

namespace Mxit.Platform.Contacts;

/// <summary>In development mode: who knows whom, fixed, so that everybody can write tests against it.</summary>
internal sealed class DevelopmentContacts(ServerContext server, ContactService contacts) : IStartupWork
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Carol = "m10000000003";
    private const string Dave = "m10000000004";
    private const string Demo = "demo";

    // All are friends, except Carol and Dave.
    private static readonly (string, string)[] Friends =
        [(Alice, Bob), (Alice, Carol), (Alice, Dave), (Bob, Carol), (Bob, Dave)];

    private static readonly string[] HaveTheApp = [Alice, Bob, Carol];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!server.IsDevelopment)
        {
            return;
        }

        foreach (var (one, other) in Friends)
        {
            await contacts.ConnectPeopleAsync(one, other, cancellationToken);
        }

        foreach (var userId in HaveTheApp)
        {
            await contacts.AddAppAsync(userId, Demo, cancellationToken);
        }
    }
}
