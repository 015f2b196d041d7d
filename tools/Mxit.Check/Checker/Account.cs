using Mxit.Testing;

namespace Mxit.Check.Checker;

/// <summary>Somebody who sends or reads: an app or a person, and the token of the moment.</summary>
internal sealed class Account : IDisposable
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Carol = "m10000000003";
    private const string Dave = "m10000000004";

    private readonly SemaphoreSlim _renewing = new(1);
    private readonly Uri _server;
    private readonly MxitClient _client;

    private Account(string id, string? login, IReadOnlyList<string> receivers, Uri server)
    {
        (Id, Login, Receivers, _server) = (id, login, receivers, server);
        _client = CreateClient();
    }

    /// <summary>A user id, or the service name of an app.</summary>
    public string Id { get; }

    public string? Login { get; }

    /// <summary>The people who have this one among their contacts, and so get what it sends.</summary>
    public IReadOnlyList<string> Receivers { get; }

    /// <summary>Null before <see cref="RenewAsync"/>.</summary>
    public string? Token { get; private set; }

    /// <summary>The person's calls; only after <see cref="RenewAsync"/>.</summary>
    public MxitUserClient Person { get; private set; } = null!;

    /// <summary>The calls of the app <c>demo</c>, whose tokens the client looks after.</summary>
    public MxitClient App => _client;

    /// <summary>The app and the people of development mode.</summary>
    public static (Account App, IReadOnlyList<Account> People) All(Uri server) =>
    (
        new Account(TestApp.Demo.ServiceName, null, [Alice, Bob, Carol], server),
        [
            new Account(Alice, "alice", [Bob, Carol, Dave], server),
            new Account(Bob, "bob", [Alice, Carol, Dave], server),
            new Account(Carol, "carol", [Alice, Bob], server),
            new Account(Dave, "dave", [Alice, Bob], server),
        ]);

    /// <summary>Gets the first token, however long a machine with much to do takes.</summary>
    public async Task SignInAsync(CancellationToken cancellationToken)
    {
        const int Attempts = 5;
        for (var attempt = 1; Token is null; attempt++)
        {
            try
            {
                await RenewAsync(null, cancellationToken);
            }
            catch (MxitException slow) when (slow.Reason == MxitErrorReason.Timeout && attempt < Attempts)
            {
                // Once more.
            }
        }
    }

    /// <summary>Gets a token, unless somebody else has got another one than <paramref name="old"/> meanwhile.</summary>
    public async Task RenewAsync(string? old, CancellationToken cancellationToken)
    {
        await _renewing.WaitAsync(cancellationToken);
        try
        {
            if (Token != old)
            {
                return;
            }

            if (Login is null)
            {
                // One of its own: the other would hand out the token that it has.
                using var client = CreateClient();
                Token = (await client.OAuth.GetAppTokenAsync([MxitScopes.MessageSend], null, cancellationToken)).Value;
                return;
            }

            var token = await _client.OAuth.SignInWithPasswordAsync(
                Login, $"{Login}-password", [MxitScopes.MessageUser, MxitScopes.Messenger], null, cancellationToken);
            Person = _client.ForUser(token);
            Token = token.AccessToken;
        }
        finally
        {
            _renewing.Release();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _renewing.Dispose();
    }

    private MxitClient CreateClient() => new(new MxitClientOptions
    {
        ClientId = TestApp.Demo.ClientId,
        ClientSecret = TestApp.Demo.ClientSecret,
        BaseAddress = _server,

        // What the server answers is to be seen, and its restarts are waited out by those who ask.
        MaxRetries = 0,
        Timeout = TimeSpan.FromSeconds(20),
    });
}
