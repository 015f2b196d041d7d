using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Mxit.Platform.Accounts;
using Mxit.Platform.Contacts;
using Mxit.Platform.Data;
using Mxit.Platform.Recommendations;
using Mxit.Platform.Tests.Kit;
using Mxit.TestKit;

namespace Mxit.Platform.Tests.Recommendations;

/// <summary>
/// <c>POST /user/recommend</c>: wire document, section 5.4. Dave does not have the app <c>demo</c>; Alice and Bob do.
/// </summary>
public abstract class RecommendationTests(TestServer server)
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Dave = "m10000000004";

    [Fact]
    public async Task The_documented_request_reaches_the_other_person_as_a_message_with_a_link()
    {
        var token = await UserTokenAsync("alice");
        var answer = await RecommendAsync(
            $$"""{"Application":"demo","CallbackUrl":"http://127.0.0.1:9/x","FromUserId":"{{Alice}}","ToUserId":"{{Dave}}","Message":"Try this, Dave"}""",
            token);
        Assert.Equal((200, ""), (answer.Status, answer.Body));

        var message = (await MessagesAsync("dave")).Single(one => one.GetProperty("body").GetString() == "Try this, Dave");
        Assert.Equal(Alice, message.GetProperty("peer").GetString());
        var link = message.GetProperty("links")[0];
        Assert.Equal("Demo", link.GetProperty("Text").GetString());
        Assert.Equal("demo", link.GetProperty("TargetService").GetString());
    }

    [Fact]
    public async Task The_app_is_told_once_when_the_other_person_adds_it_and_can_prove_who_says_so()
    {
        await using var receiver = await CallbackReceiver.StartAsync(server.Clock);
        await ForgetAppAsync(Dave);
        var answer = await RecommendAsync(Body(Alice, Dave, receiver.Url), await UserTokenAsync("alice"));
        Assert.Equal(200, answer.Status);
        await AddAppAsync(Dave);
        await receiver.WaitForAsync(1);

        Assert.True(receiver.Received.TryPeek(out var callback));
        var said = JsonDocument.Parse(callback.Body).RootElement;
        Assert.Equal(answer.Header("Mxit-Message-Id"), said.GetProperty("Id").GetString());
        Assert.Equal("demo", said.GetProperty("Application").GetString());
        Assert.Equal(Alice, said.GetProperty("FromUserId").GetString());
        Assert.Equal(Dave, said.GetProperty("ToUserId").GetString());

        var keys = new JsonWebKeySet((await server.GetAsync("/.well-known/jwks")).Body);
        var statement = await new JsonWebTokenHandler().ValidateTokenAsync(callback.Signature, new TokenValidationParameters
        {
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidIssuer = server.Address.AbsoluteUri,
            ValidAudience = OAuthFlow.ClientId,
            ValidTypes = ["mxit-callback+jwt"],
            LifetimeValidator = (_, until, _, _) => until > server.Clock.GetUtcNow().UtcDateTime,
        });
        Assert.True(statement.IsValid, statement.Exception?.Message);
        Assert.Equal(Base64UrlEncoder.Encode(SHA256.HashData(callback.Body)), statement.Claims["body"]);

        await WaitForAsync(answer, CallbackState.Delivered);
        await AddAppAsync(Dave);
        server.Clock.Advance(TimeSpan.FromMinutes(11));
        await RecommendAndAcceptAnotherAsync();
        Assert.Single(receiver.Received);
    }

    [Fact]
    public async Task A_callback_that_fails_is_tried_again_under_the_same_id()
    {
        await using var receiver = await CallbackReceiver.StartAsync(server.Clock, 500, 302);
        var answer = await RecommendAndAcceptAsync(receiver);
        await AdvanceUntilDeliveredAsync(answer);
        var callbacks = receiver.Received.ToList();
        Assert.Single(callbacks.Select(one => Convert.ToHexString(one.Body)).Distinct());
        Assert.True(callbacks[1].At - callbacks[0].At >= TimeSpan.FromSeconds(15));
        Assert.True(callbacks[2].At - callbacks[1].At >= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_callback_that_is_not_wanted_is_given_up()
    {
        await using var receiver = await CallbackReceiver.StartAsync(server.Clock, 410);
        var answer = await RecommendAndAcceptAsync(receiver);
        await WaitForAsync(answer, CallbackState.GivenUp);
        Assert.Null((await FindAsync(answer)).NextAttemptUtc);
    }

    [Fact]
    public async Task What_another_process_wrote_is_told_as_well()
    {
        await using var receiver = await CallbackReceiver.StartAsync(server.Clock);
        await ForgetAppAsync(Dave);
        var answer = await RecommendAsync(Body(Alice, Dave, receiver.Url), await UserTokenAsync("alice"));
        var units = server.Services.GetRequiredService<UnitsOfWork>();
        await using (var work = await units.BeginAsync(CancellationToken.None))
        {
            await new RecommendationStore(Contexts(), units).AddAppAsync(
                work, Dave, "demo", server.Clock.GetStoredUtcNow(), CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
        }

        await AdvanceUntilDeliveredAsync(answer);
        Assert.NotEmpty(receiver.Received);
    }

    [Fact]
    public async Task A_repeat_under_the_same_key_recommends_nothing_twice()
    {
        await ForgetAppAsync(Dave);
        var (body, token) = (Body(Alice, Dave, "http://127.0.0.1:9/", "Once only"), await UserTokenAsync("alice"));
        var first = await RecommendAsync(body, token, "recommend-1");
        var second = await RecommendAsync(body, token, "recommend-1");
        Assert.Equal(first.Header("Mxit-Message-Id"), second.Header("Mxit-Message-Id"));
        Assert.Single(await MessagesAsync("dave"), one => one.GetProperty("body").GetString() == "Once only");
        Assert.Equal(422, (await RecommendAsync(Body(Alice, Dave, "", "Another"), token, "recommend-1")).Status);
    }

    [Fact]
    public async Task An_app_may_recommend_itself_for_people_who_have_it_and_nothing_else()
    {
        var token = await server.AppTokenAsync("contact/recommend");
        Assert.Equal(200, (await RecommendAsync(Body(Alice, Bob, ""), token)).Status);
        Assert.Equal(
            200, (await RecommendAsync(
                Body(Alice, Bob, "").Replace("\"demo\"", "\"DEMO@mxit.com\"", StringComparison.Ordinal), token)).Status);
        Assert.Equal(
            403, (await RecommendAsync(
                Body(Alice, Bob, "").Replace("\"demo\"", "\"strict-demo\"", StringComparison.Ordinal), token)).Status);
        await ForgetAppAsync(Dave);
        Assert.Equal(403, (await RecommendAsync(Body(Dave, Alice, ""), token)).Status);
        Assert.Equal(400, (await RecommendAsync(Body("m\\u0000", Alice, ""), token)).Status);
    }

    [Fact]
    public async Task An_app_hears_of_itself_only()
    {
        var token = await UserTokenAsync("alice");
        var another = Body(Alice, Bob, "http://127.0.0.1:9/").Replace("\"demo\"", "\"strict-demo\"", StringComparison.Ordinal);
        Assert.Equal(403, (await RecommendAsync(another, token)).Status);
        Assert.Equal(
            200, (await RecommendAsync(another.Replace("http://127.0.0.1:9/", "", StringComparison.Ordinal), token)).Status);
    }

    [Fact]
    public async Task Who_adds_the_app_before_the_recommendation_is_written_down_has_accepted_it()
    {
        await using var receiver = await CallbackReceiver.StartAsync(server.Clock);
        await AddAppAsync(Dave);
        var late = new Recommendation
        {
            Id = Guid.CreateVersion7(),
            ServiceName = "demo",
            FromUserId = Alice,
            ToUserId = Dave,
            CallbackUrl = receiver.Url,
            CreatedUtc = server.Clock.GetStoredUtcNow(),
        };
        await server.Services.GetRequiredService<RecommendationStore>().AddAsync(late, CancellationToken.None);
        await receiver.WaitForAsync(1);
    }

    [Fact]
    public async Task A_person_recommends_under_their_own_name_only()
    {
        var token = await UserTokenAsync("alice");
        Assert.Equal(403, (await RecommendAsync(Body(Bob, Dave, ""), token)).Status);
        Assert.Equal(200, (await RecommendAsync($$"""{"Application":"strict-demo","ToUserId":"{{Bob}}"}""", token)).Status);
    }

    [Fact]
    public async Task Who_is_removed_leaves_no_recommendation_behind()
    {
        var accounts = server.Services.GetRequiredService<AccountService>();
        var login = $"leaving-{Guid.NewGuid():N}";
        var leaving = (await accounts.CreateAsync(login, "good enough", null, CancellationToken.None)).Value!.UserId;
        Recommendation[] all = [New(leaving, Bob), New(Alice, leaving), New(Alice, Bob)];
        await using var context = await Contexts().CreateDbContextAsync();
        context.AddRange(all);
        await context.SaveChangesAsync();

        Assert.Null(await accounts.RemoveAsync(login, CancellationToken.None));

        var ids = all.Select(one => one.Id).ToList();
        Assert.Equal(
            [all[2].Id],
            await context.Set<Recommendation>().Where(row => ids.Contains(row.Id)).Select(row => row.Id).ToListAsync());

        Recommendation New(string from, string to) => new()
        {
            Id = Guid.CreateVersion7(),
            ServiceName = "strict-demo",
            FromUserId = from,
            ToUserId = to,
            CreatedUtc = server.Clock.GetStoredUtcNow(),
        };
    }

    [Theory]
    [InlineData("{}", "Application")]
    [InlineData("""{"Application":"demo"}""", "ToUserId")]
    [InlineData("""{"Application":"nosuchapp","ToUserId":"m10000000002"}""", "Unknown application")]
    [InlineData("""{"Application":"11111111111111111111111111111111","ToUserId":"m10000000002"}""", "Unknown application")]
    [InlineData("""{"Application":"demo","ToUserId":"m99999999999"}""", "Unknown recipients: m99999999999")]
    [InlineData("""{"Application":"demo","ToUserId":"m10000000001"}""", "same person")]
    [InlineData("""{"Application":"demo","ToUserId":"m10000000002","CallbackUrl":"ftp://example.org/"}""", "CallbackUrl")]
    [InlineData(
        """{"Application":"demo","ToUserId":"m10000000002","CallbackUrl":"http://user:secret@example.org/"}""", "CallbackUrl")]
    [InlineData("""{"Application":"demo","ToUserId":"m10000000002","CallbackUrl":"http://xn--\u00e9/"}""", "CallbackUrl")]
    [InlineData("""{"Application":"demo","ToUserId":"m10000000002","Message":"\u0000"}""", "NUL")]
    public async Task What_is_wrong_is_said(string body, string expected)
    {
        var answer = await RecommendAsync(body, await UserTokenAsync("alice"));
        Assert.Equal(400, answer.Status);
        Assert.Contains(expected, JsonSerializer.Deserialize<string>(answer.Body), StringComparison.Ordinal);
    }

    private static string Body(string from, string to, string callback, string message = "Try this") =>
        $$"""{"Application":"demo","CallbackUrl":"{{callback}}","FromUserId":"{{from}}","ToUserId":"{{to}}","Message":"{{message}}"}""";

    private async Task<string> UserTokenAsync(string login) =>
        (await server.SignInAsync("contact/recommend", login)).Text("access_token");

    private async Task<Answer> RecommendAsync(string body, string token, string? key = null)
    {
        using var browser = server.OpenBrowser();
        return await browser.PostAsync(
            "/user/recommend", body, $"Bearer {token}", "application/json", key is null ? [] : [("Idempotency-Key", key)]);
    }

    private async Task<Answer> RecommendAndAcceptAsync(CallbackReceiver receiver)
    {
        await ForgetAppAsync(Dave);
        var answer = await RecommendAsync(Body(Alice, Dave, receiver.Url), await UserTokenAsync("alice"));
        Assert.Equal(200, answer.Status);
        await AddAppAsync(Dave);
        return answer;
    }

    /// <summary>A callback that came after another one is proof that the other is not still on its way.</summary>
    private async Task RecommendAndAcceptAnotherAsync()
    {
        await using var receiver = await CallbackReceiver.StartAsync(server.Clock);
        await RecommendAndAcceptAsync(receiver);
        await receiver.WaitForAsync(1);
    }

    private async Task<List<JsonElement>> MessagesAsync(string login)
    {
        var token = (await server.SignInAsync("messenger", login)).Text("access_token");
        return await WaitFor.ValueAsync(
            async () => (await server.GetAsync("/messenger/messages?limit=200", token))
                .Json.GetProperty("messages").EnumerateArray().ToList(),
            messages => messages.Count > 0);
    }

    private Task AddAppAsync(string userId) =>
        server.Services.GetRequiredService<ContactService>().AddAppAsync(userId, "demo", CancellationToken.None);

    private async Task ForgetAppAsync(string userId)
    {
        await using var context = await Contexts().CreateDbContextAsync();
        await context.Set<ContactEntry>().Where(row => row.OwnerId == userId && row.PeerId == "demo").ExecuteDeleteAsync();
    }

    /// <summary>
    /// In steps: a timer that is set after the clock was moved waits from there, and a callback has ten seconds.
    /// </summary>
    private Task<Recommendation> AdvanceUntilDeliveredAsync(Answer answer) => WaitFor.ValueAsync(
        () =>
        {
            server.Clock.Advance(TimeSpan.FromSeconds(5));
            return FindAsync(answer);
        },
        row => row.Callback == CallbackState.Delivered);

    private Task<Recommendation> WaitForAsync(Answer answer, CallbackState state) =>
        WaitFor.ValueAsync(() => FindAsync(answer), row => row.Callback == state);

    private async Task<Recommendation> FindAsync(Answer answer)
    {
        var id = Guid.Parse(answer.Header("Mxit-Message-Id")!);
        await using var context = await Contexts().CreateDbContextAsync();
        return await context.Set<Recommendation>().AsNoTracking().SingleAsync(row => row.Id == id);
    }

    private IDbContextFactory<MxitDbContext> Contexts() => server.Services.GetRequiredService<IDbContextFactory<MxitDbContext>>();
}

public sealed class RecommendationTestsOnSqlite(TestServer server) : RecommendationTests(server), IClassFixture<TestServer>;

public sealed class RecommendationTestsOnPostgreSql(PostgresTestServer server)
    : RecommendationTests(server), IClassFixture<PostgresTestServer>;
