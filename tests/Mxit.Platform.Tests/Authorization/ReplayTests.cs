using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Tests.Kit;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace Mxit.Platform.Tests.Authorization;

/// <summary>A code or refresh token that comes a second time, whenever that is, ends all that comes of the first time.</summary>
public abstract class ReplayTests(TestServer server, PauseDuringIssue pause)
{
    [Fact]
    public async Task O_10_what_is_being_issued_when_a_code_comes_twice_is_worth_nothing()
    {
        foreach (var point in PauseDuringIssue.Points)
        {
            var code = await server.GetCodeAsync();
            Answer? second = null;
            var first = await pause.DuringAsync(
                point, () => server.RedeemAsync(code), async () => second = await server.RedeemAsync(code));
            Assert.Contains(400, new[] { first.Status, second!.Status });
            await AssertIsWorthNothingAsync(first, point);
            await AssertIsWorthNothingAsync(second, point);
        }
    }

    [Fact]
    public async Task O_16_what_is_being_issued_when_an_old_refresh_token_comes_again_is_worth_nothing()
    {
        foreach (var point in PauseDuringIssue.Points)
        {
            var stolen = await server.SignInAsync("openid");
            var current = await server.RefreshAsync(stolen.Text("refresh_token"));
            server.Clock.Advance(TimeSpan.FromSeconds(30));
            var next = await pause.DuringAsync(point, () => server.RefreshAsync(current.Text("refresh_token")), async () =>
            {
                var replayed = await server.RefreshAsync(stolen.Text("refresh_token"));
                Assert.Equal((400, "invalid_grant"), (replayed.Status, replayed.Text("error")));
            });
            await AssertIsWorthNothingAsync(next, point);
            await AssertIsWorthNothingAsync(current, point);
        }
    }

    [Fact]
    public async Task O_34_what_is_being_issued_when_a_grant_is_revoked_is_worth_nothing()
    {
        foreach (var point in PauseDuringIssue.Points)
        {
            var token = await server.SignInAsync("openid");
            var next = await pause.DuringAsync(
                point,
                () => server.RefreshAsync(token.Text("refresh_token")),
                async () => Assert.Equal(200, (await server.RevokeAsync(token.Text("access_token"))).Status));
            await AssertIsWorthNothingAsync(next, point);
        }
    }

    [Fact]
    public async Task O_11_of_a_thousand_redemptions_at_once_one_wins_and_none_fails_otherwise()
    {
        const int Tries = 1_000;
        var code = await server.GetCodeAsync();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Tries })
        {
            BaseAddress = server.Address,
            Timeout = TimeSpan.FromMinutes(5),
        };
        var answers = await Task.WhenAll(Enumerable.Range(0, Tries).Select(async _ =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/token")
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["grant_type"] = "authorization_code",
                    ["code"] = code,
                    ["redirect_uri"] = "http://www.example.com",
                }),
            };
            request.Headers.TryAddWithoutValidation("Authorization", OAuthFlow.Basic);
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return (Status: (int)answer.StatusCode, Body: await answer.Content.ReadAsStringAsync(
                TestContext.Current.CancellationToken));
        }));
        Assert.Equal(1, answers.Count(answer => answer.Status == 200));
        Assert.All(
            answers.Where(answer => answer.Status != 200),
            answer => Assert.True(
                answer.Status == 400 && answer.Body.Contains("invalid_grant", StringComparison.Ordinal),
                $"{answer.Status} {answer.Body}"));
    }

    private async Task AssertIsWorthNothingAsync(Answer reply, string point)
    {
        // The answer may be an error already; if it is not, what it holds must not work.
        if (reply.Status == 200)
        {
            Assert.True(await server.UserInfoStatusAsync(reply.Text("access_token")) == 401, $"The access token works, {point}.");
            Assert.True(
                (await server.RefreshAsync(reply.Text("refresh_token"))).Status == 400, $"The refresh token works, {point}.");
        }
        else
        {
            Assert.Equal((400, "invalid_grant"), (reply.Status, reply.Text("error")));
        }
    }
}

/// <summary>Holds one request to <c>/token</c> at a point of its way, while something else happens.</summary>
public sealed class PauseDuringIssue
{
    private TaskCompletionSource _reached = new();
    private TaskCompletionSource _goOn = new();
    private volatile string? _point;

    public static IReadOnlyList<string> Points { get; } =
        ["before it is marked as used", "before the tokens are made", "between the tokens", "before the answer"];

    public async Task<Answer> DuringAsync(string point, Func<Task<Answer>> request, Func<Task> meanwhile)
    {
        (_reached, _goOn) = (NewSource(), NewSource());
        _point = point;
        var answer = request();
        try
        {
            await _reached.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            await meanwhile();
        }
        finally
        {
            _point = null;
            _goOn.SetResult();
        }

        return await answer;
    }

    public void AddTo(WebApplicationBuilder builder) => builder.Services.AddOpenIddict().AddServer(server =>
    {
        int[] orders =
        [
            RedeemTokenEntry.Descriptor.Order - 100, PrepareAccessTokenPrincipal.Descriptor.Order - 100,
            GenerateRefreshToken.Descriptor.Order - 100, AttachSignInParameters.Descriptor.Order + 900,
        ];
        foreach (var (point, order) in Points.Zip(orders))
        {
            server.AddEventHandler<ProcessSignInContext>(
                handler => handler.UseInlineHandler(_ => new ValueTask(WaitAsync(point))).SetOrder(order));
        }
    });

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task WaitAsync(string point)
    {
        if (Interlocked.CompareExchange(ref _point, null, point) == point)
        {
            _reached.SetResult();
            await _goOn.Task;
        }
    }
}

public sealed class PausingServer : TestServer
{
    public PauseDuringIssue Pause { get; } = new();

    protected override void Configure(WebApplicationBuilder builder) => Pause.AddTo(builder);
}

public sealed class PausingPostgresServer : PostgresTestServer
{
    public PauseDuringIssue Pause { get; } = new();

    // A thousand requests wait for a hundred connections, on however slow a machine.
    protected override string ConnectionSettings => ";Timeout=300";

    protected override void Configure(WebApplicationBuilder builder) => Pause.AddTo(builder);
}

public sealed class ReplayTestsOnSqlite(PausingServer server) : ReplayTests(server, server.Pause), IClassFixture<PausingServer>;

public sealed class ReplayTestsOnPostgreSql(PausingPostgresServer server) : ReplayTests(server, server.Pause),
IClassFixture<PausingPostgresServer>;
