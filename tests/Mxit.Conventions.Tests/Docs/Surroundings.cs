using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace Mxit.Conventions.Tests.Docs;

/// <summary>What the reader of an example has already: the names that examples use without saying where they come from.</summary>
public class Surroundings
{
    /// <summary>For derived examples.</summary>
    protected Surroundings()
    {
    }

    protected static MxitClient mxit => throw Never();

    protected static WebApplicationBuilder builder => throw Never();

    protected static WebApplication app => throw Never();

    protected static HttpContext context => throw Never();

    protected static MxitUserClient user => throw Never();

    protected static string clientId => throw Never();

    protected static string clientSecret => throw Never();

    protected static string mxitId => throw Never();

    protected static UserId userId => throw Never();

    protected static string name => throw Never();

    protected static MessengerMessage message => throw Never();

    protected static UserId[] userIds => throw Never();

    protected static UserId[] recipients => throw Never();

    protected static IAsyncEnumerable<UserId> everybody => throw Never();

    protected static Uri callback => throw Never();

    protected static Cursor lastCursor => throw Never();

    protected static CancellationToken stop => throw Never();

    protected static string signature => throw Never();

    protected static byte[] body => throw Never();

    protected static IEnumerable<SecurityKey> keysOfTheServer => throw Never();

    protected static Task<UserToken> LoadAsync() => throw Never();

    protected static Task SaveAsync(UserToken token, CancellationToken stop) => throw Never();

    protected static Task HandleAsync(MessengerMessage message, CancellationToken stop) => throw Never();

    protected static void Forget(IReadOnlyList<UserId> userIds) => throw Never();

    protected static Task NoteAsync(BroadcastResult result) => throw Never();

    protected static void RetryLater(TimeSpan? after) => throw Never();

    private static InvalidOperationException Never() => new("Examples are compiled, not run.");
}
