using Mxit.Tests.Support;

namespace Mxit.Tests.Users;

public class RecommendTests
{
    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_app_recommends_itself_O_60()
    {
        using var mxit = _server.Client();

        await mxit.Users.RecommendAsync(
            new Recommendation
            {
                Application = "yourapp",
                To = "m2",
                Message = "Try this ë",
                From = "m1",
                Callback = new Uri("http://app.example.com/cb?a=1"),
            }, null, Stop);

        Assert.Equal("grant_type=client_credentials&scope=contact%2Frecommend", Assert.Single(_server.TokenCalls).Body);
        var sent = Assert.Single(_server.ApiCalls);
        Assert.Equal(
            ("POST", "/user/recommend", "application/json"), (sent.Method, sent.PathAndQuery, sent.Header("Content-Type")));
        Assert.Equal(
            """{"Application":"yourapp","CallbackUrl":"http://app.example.com/cb?a=1","FromUserId":"m1","ToUserId":"m2","Message":"Try this ë"}""",
            sent.Body);
        Assert.Equal(7, Guid.Parse(sent.Header("Idempotency-Key")!).Version);
    }

    [Fact]
    public async Task A_person_recommends_under_the_persons_own_id_unless_given()
    {
        using var mxit = _server.Client();
        var recommendation = new Recommendation { Application = "yourapp", To = "m2", Message = "" };

        await mxit.ForUser(_server.UserToken()).Users.RecommendAsync(
            recommendation, new MxitCallOptions { IdempotencyKey = "k" }, Stop);
        await mxit.ForUser(_server.UserToken()).Users.RecommendAsync(recommendation with { From = "m7" }, null, Stop);
        await mxit.ForUser(_server.UserToken() with { UserId = null }).Users.RecommendAsync(recommendation, null, Stop);

        Assert.Equal(
            [
                """{"Application":"yourapp","FromUserId":"m40000000000","ToUserId":"m2","Message":""}""",
                """{"Application":"yourapp","FromUserId":"m7","ToUserId":"m2","Message":""}""",
                """{"Application":"yourapp","ToUserId":"m2","Message":""}""",
            ],
            _server.Sent.Select(sent => sent.Body));
        Assert.Equal("k", _server.Sent[0].Header("Idempotency-Key"));
        Assert.All(_server.Sent, sent => Assert.Equal("user-0", sent.Bearer));
    }

    [Fact]
    public async Task Wrong_recommendations_are_refused_before_anything_is_sent()
    {
        using var mxit = _server.Client();
        var good = new Recommendation { Application = "yourapp", To = "m2", Message = "Try this", From = "m1" };
        Recommendation[] wrong =
        [
            good with { Application = " " },
            good with { To = default },
            good with { Message = null! },
            good with { Callback = new Uri("/relative", UriKind.Relative) },
        ];

        foreach (var recommendation in wrong)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => mxit.Users.RecommendAsync(recommendation, null, Stop));
            await Assert.ThrowsAsync<ArgumentException>(
                () => mxit.ForUser(_server.UserToken()).Users.RecommendAsync(recommendation, null, Stop));
        }

        await Assert.ThrowsAsync<ArgumentException>(() => mxit.Users.RecommendAsync(good with { From = null }, null, Stop));
        Assert.Empty(_server.Sent);
    }
}
