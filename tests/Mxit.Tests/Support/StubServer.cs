using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Mxit.Tests.Support;

/// <summary>
/// Stands in for the servers. What it understands of requests and what it answers is written out by hand here and in the
/// tests, so that a mistake of our own serializer shows.
/// </summary>
internal sealed class StubServer
{
    public const string ClientId = "0123456789abcdef0123456789abcdef";
    public const string ClientSecret = "canary-client-secret";

    private readonly ConcurrentQueue<SentRequest> _sent = new();
    private int _tokens;

    public FakeTimeProvider Clock { get; init; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public IReadOnlyList<SentRequest> Sent => [.. _sent];

    public IReadOnlyList<SentRequest> TokenCalls => [.. _sent.Where(request => request.IsForToken)];

    public IReadOnlyList<SentRequest> ApiCalls => [.. _sent.Where(request => !request.IsForToken)];

    public int ExpiresIn { get; set; } = 3600;

    /// <summary>How often its clients repeat a call: never, so that a test sees what it makes happen.</summary>
    public int MaxRetries { get; init; }

    /// <summary>What everything but <c>/token</c> answers.</summary>
    public Func<SentRequest, CancellationToken, Task<HttpResponseMessage>> Api { get; set; } =
        static (_, _) => Task.FromResult(Reply(200, ""));

    /// <summary>What <c>/token</c> answers: by default token after token.</summary>
    public Func<SentRequest, CancellationToken, Task<HttpResponseMessage>>? Tokens { get; set; }

    /// <summary>Answers a request without reading what it carries, if it wants to.</summary>
    public Func<HttpRequestMessage, Task<HttpResponseMessage?>>? BeforeContent { get; set; }

    public static HttpResponseMessage Reply(int status, string body, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers)
        {
            Assert.True(response.Headers.TryAddWithoutValidation(name, value));
        }

        return response;
    }

    /// <summary>Begins to count anew.</summary>
    public void Forget() => _sent.Clear();

    public void Answer(int status, string body, params (string Name, string Value)[] headers) =>
        Api = (_, _) => Task.FromResult(Reply(status, body, headers));

    public MxitClientOptions Options() => new()
    {
        ClientId = ClientId,
        ClientSecret = ClientSecret,
        AuthAddress = new Uri("https://auth.mxit.com/"),
        ApiAddress = new Uri("https://api.mxit.com/"),
        HttpClient = new HttpClient(Handler()),
        TimeProvider = Clock,
        MaxRetries = MaxRetries,
    };

    /// <summary>In place of the network, for a HTTP client that others put together.</summary>
    public HttpMessageHandler Handler() => new StubHandler(this);

    public MxitClient Client() => new(Options());

    public UserToken UserToken(string name = "user", string? refreshToken = "refresh-0") =>
        new($"{name}-0", Clock.GetUtcNow().AddHours(1), ["message/user"])
        {
            RefreshToken = refreshToken,
            UserId = "m40000000000",
        };

    public HttpResponseMessage NextToken(string kind)
    {
        var number = Interlocked.Increment(ref _tokens);
        return Reply(
            200, $$"""{"access_token":"{{kind}}-{{number}}","token_type":"bearer","expires_in":{{ExpiresIn}},"scope":"granted"{{(kind == "app" ? "" : $",\"refresh_token\":\"refresh-{number}\"")}}}""");
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Asking for the length makes it a header where it is known; reading the content first would make it known always.
        _ = request.Content?.Headers.ContentLength;
        var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? [])
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        if (BeforeContent is not null && await BeforeContent(request) is { } early)
        {
            return early;
        }

        // As a connection does; the other ways keep what they have read, so that it could not be read again.
        var bytes = new MemoryStream();
        await (request.Content?.CopyToAsync(bytes, cancellationToken) ?? Task.CompletedTask);
        var sent = new SentRequest(request.Method.Method, request.RequestUri!, headers, bytes.ToArray());
        _sent.Enqueue(sent);
        if (!sent.IsForToken)
        {
            return await Api(sent, cancellationToken);
        }

        return Tokens is null
            ? NextToken(sent.Body.Contains("client_credentials", StringComparison.Ordinal) ? "app" : "user")
            : await Tokens(sent, cancellationToken);
    }

    private sealed class StubHandler(StubServer server) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            server.AnswerAsync(request, cancellationToken);
    }
}
