using Microsoft.Extensions.DependencyInjection;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests;

/// <summary>A test server on one of the databases, and raw requests to it.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly PostgresDatabase? _postgres;

    private Server(MxitTestServer inner, PostgresDatabase? postgres)
    {
        Inner = inner;
        _postgres = postgres;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = inner.Address,
        };
    }

    public static TheoryData<MxitTestDatabase> Databases => [MxitTestDatabase.Sqlite, MxitTestDatabase.PostgreSql];

    public MxitTestServer Inner { get; }

    public HttpClient Http { get; }

    /// <summary>How the database is reached; empty for SQLite in a folder of its own.</summary>
    public required string ConnectionString { get; init; }

    public static async Task<Server> StartAsync(
        MxitTestDatabase provider = MxitTestDatabase.Sqlite, Action<MxitTestServerOptions>? configure = null)
    {
        var options = new MxitTestServerOptions { Database = provider };
        PostgresDatabase? postgres = null;
        if (provider == MxitTestDatabase.PostgreSql)
        {
            postgres = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
            options.ConnectionString = postgres.ConnectionString;
        }

        configure?.Invoke(options);
        return new Server(await MxitTestServer.StartAsync(options), postgres) { ConnectionString = options.ConnectionString };
    }

    public MxitClient CreateClient() => Inner.CreateClient();

    public T Get<T>()
        where T : notnull => Inner.Services.GetRequiredService<T>();

    public async Task<string> AppTokenAsync(params string[] scopes)
    {
        using var client = CreateClient();
        return (await client.OAuth.GetAppTokenAsync(scopes)).Value;
    }

    public async Task<string> UserTokenAsync(string login, params string[] scopes)
    {
        using var client = CreateClient();
        return (await client.OAuth.SignInWithPasswordAsync(login, $"{login}-password", scopes)).AccessToken;
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        using (var answer = await Http.SendAsync(request))
        {
            return new Answer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer);
        }
    }

    public Task<Answer> PostAsync(
        string path, string? token, string body, string? contentType = "application/json", string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body)),
        };
        Add(request, token);
        if (contentType is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return SendAsync(request);
    }

    public Task<Answer> PutAsync(string path, string? token, string body, string? contentType = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Put, path)
        {
            Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body)),
        };
        Add(request, token);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return SendAsync(request);
    }

    public Task<Answer> GetAsync(string path, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        Add(request, token);
        return SendAsync(request);
    }

    public async Task<IReadOnlyList<string>> TextsAsync(string login, int expected)
    {
        using var client = CreateClient();
        var person = await client.SignInAsync(login);
        return await WaitFor.ValueAsync(
            async () =>
            {
                var texts = new List<string>();
                await foreach (var message in person.Messenger.ListMessagesAsync())
                {
                    texts.Add(message.Body);
                }

                return texts;
            },
            texts => texts.Count >= expected);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Inner.DisposeAsync();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    private static void Add(HttpRequestMessage request, string? token)
    {
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }
    }
}

internal sealed record Answer(int Status, string Body, HttpResponseMessage Message)
{
    public string? Header(string name) =>
        Message.Headers.TryGetValues(name, out var values) || Message.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;
}
