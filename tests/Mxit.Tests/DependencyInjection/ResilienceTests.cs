using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Mxit.Tests.Support;

namespace Mxit.Tests.DependencyInjection;

/// <summary>
/// A host may put a resilience handler below the client, with its own defaults, which send a POST again too: a piece of work is
/// still done once, and retries do not multiply.
/// </summary>
public class ResilienceTests
{
    private static readonly Dictionary<string, Func<MxitClient, MxitUserClient, Task>> Keyed = new()
    {
        ["send"] = (mxit, _) => mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop),
        ["send as a person"] = (_, thandi) => thandi.Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop),
        ["write"] = (_, thandi) => thandi.Messenger.SendMessageAsync("m2", "x", cancellationToken: Stop),
        ["recommend"] = (_, thandi) =>
            thandi.Users.RecommendAsync(new Recommendation { Application = "a", To = "m2", Message = "x" }, null, Stop),
        ["new folder"] = (_, thandi) => thandi.Users.CreateGalleryFolderAsync("Holiday", null, Stop),
    };

    private static readonly Dictionary<string, Func<MxitClient, MxitUserClient, Task>> Reads = new()
    {
        ["get"] = (mxit, _) => mxit.Users.GetStatusAsync("thandi", null, Stop),
        ["list"] = (_, thandi) => thandi.Users.GetGalleryFolderListAsync(null, Stop),
        ["put"] = (_, thandi) => thandi.Users.SetStatusAsync("x", null, Stop),
        ["delete"] = (_, thandi) => thandi.Users.DeleteAvatarAsync(null, Stop),
        ["app token"] = (mxit, _) => mxit.OAuth.GetAppTokenAsync(["other"], null, Stop),
    };

    private static readonly Dictionary<string, Func<MxitClient, MxitUserClient, Task>> Once = new()
    {
        ["refresh token"] = (mxit, _) => mxit.OAuth.RefreshAsync("refresh", null, Stop),
        ["password"] = (mxit, _) => mxit.OAuth.SignInWithPasswordAsync("thandi", "secret", ["a"], null, Stop),
        ["code"] = (mxit, _) =>
        {
            var request = mxit.OAuth.CreateAuthorizationRequest(new Uri("http://www.example.com"), ["a"]);
            return mxit.OAuth.ExchangeCodeAsync(request, "code", request.State, null, Stop);
        },
        ["rename a folder"] = (_, thandi) => thandi.Users.RenameGalleryFolderAsync("Holiday", "Trip", null, Stop),
        ["accept a contact"] = (_, thandi) => thandi.Messenger.AcceptContactAsync("m2", cancellationToken: Stop),
    };

    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> KeyedCalls => [.. Keyed.Keys];

    public static TheoryData<string, bool> AllCalls =>
        new MatrixTheoryData<string, bool>([.. Keyed.Keys, .. Reads.Keys], [false, true]);

    public static TheoryData<string, string> OnceAndFailures =>
        new MatrixTheoryData<string, string>(Once.Keys, ["503", "500", "408", "broken"]);

    [Theory]
    [MemberData(nameof(KeyedCalls))]
    public async Task A_piece_of_work_that_is_sent_again_below_keeps_its_key(string call)
    {
        await using var provider = Build(maxRetries: 0);
        var (mxit, thandi) = await OpenAsync(provider);
        Fail("503", times: 2);

        // Not every call can read the answer of the stub; what counts is what was sent.
        _ = await Record.ExceptionAsync(() => Keyed[call](mxit, thandi));

        Assert.Equal(3, _server.ApiCalls.Count);
        Assert.NotNull(_server.ApiCalls[0].Header("Idempotency-Key"));
        Assert.Single(_server.ApiCalls.Select(sent => (sent.Header("Idempotency-Key"), sent.Body)).Distinct());
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task Retries_of_the_host_and_of_the_client_do_not_multiply(string call, bool breaks)
    {
        await using var provider = Build(maxRetries: 3);
        var (mxit, thandi) = await OpenAsync(provider);
        Fail(breaks ? "broken" : "503", times: int.MaxValue);

        await Assert.ThrowsAnyAsync<MxitException>(() => (Keyed.GetValueOrDefault(call) ?? Reads[call])(mxit, thandi));

        Assert.Equal(4, _server.Sent.Count);
        Assert.Single(_server.Sent.Select(sent => (sent.Header("Idempotency-Key"), sent.Body)).Distinct());
    }

    [Theory]
    [MemberData(nameof(OnceAndFailures))]
    public async Task What_must_not_be_sent_twice_is_not_sent_twice_below_either(string call, string failure)
    {
        await using var provider = Build(maxRetries: 3);
        var (mxit, thandi) = await OpenAsync(provider);
        Fail(failure, times: int.MaxValue);

        var thrown = await Assert.ThrowsAnyAsync<MxitException>(() => Once[call](mxit, thandi));

        Assert.Single(_server.Sent);
        if (failure == "503")
        {
            // The answer that came is the one that is told.
            Assert.Equal(TimeSpan.FromSeconds(1), Assert.IsType<MxitOverloadedException>(thrown).RetryAfter);
            Assert.Equal("slow down", ((MxitApiException)thrown).ErrorDescription);
        }
    }

    [Theory]
    [InlineData("refresh token")]
    [InlineData("rename a folder")]
    public async Task What_never_left_is_sent_again_also_if_it_must_not_be_sent_twice(string call)
    {
        await using var provider = Build(maxRetries: 0);
        var (mxit, thandi) = await OpenAsync(provider);
        var requests = 0;
        _server.BeforeContent = _ => Interlocked.Increment(ref requests) == 1
            ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused")
            : Task.FromResult<HttpResponseMessage?>(null);

        _server.Forget();

        await Once[call](mxit, thandi);

        Assert.Equal(2, requests);
        Assert.Single(_server.Sent);
    }

    [Fact]
    public async Task A_live_feed_goes_on_below_a_resilience_handler()
    {
        await using var provider = Build(maxRetries: 3);
        var (_, thandi) = await OpenAsync(provider);
        var requests = 0;
        _server.Api = (_, _) => Interlocked.Increment(ref requests) <= 6
            ? throw new HttpRequestException("cut off", new IOException())
            : Task.FromResult(Messenger.Events.Of(1).Reply());

        Assert.Equal(1, (await thandi.Messenger.ListenAsync(default, cancellationToken: Stop).FirstAsync(Stop)).Cursor.Number());
    }

    [Fact]
    public async Task Handlers_that_do_not_send_again_leave_the_retries_to_the_client()
    {
        await using var provider = Host.Build(services => services.AddMxit(Options(maxRetries: 3)).TalkTo(_server)
            .AddResilienceHandler("time-outs only", pipeline => Polly.TimeoutResiliencePipelineBuilderExtensions.AddTimeout(
                pipeline, TimeSpan.FromMinutes(10))));
        var (mxit, thandi) = await OpenAsync(provider);
        Fail("503", times: int.MaxValue);

        await Assert.ThrowsAnyAsync<MxitException>(() => Reads["get"](mxit, thandi));

        Assert.Equal(4, _server.ApiCalls.Count);
    }

    [Theory]
    [InlineData("get")]
    [InlineData("send")]
    public async Task A_http_client_that_the_host_made_itself_is_found_to_send_again_too(string call)
    {
        var services = new ServiceCollection();
        services.AddHttpClient("own").TalkTo(_server).AddStandardResilienceHandler(WithoutDelays);
        await using var provider = services.BuildServiceProvider();
        var options =
            new MxitClientOptions { HttpClient = provider.GetRequiredService<IHttpClientFactory>().CreateClient("own") };
        Options(maxRetries: 3)(options);
        using var mxit = new MxitClient(options);
        await mxit.OAuth.GetAppTokenAsync([MxitScopes.ProfilePublic], null, Stop);
        await mxit.OAuth.GetAppTokenAsync([MxitScopes.MessageSend], null, Stop);
        Fail("503", times: int.MaxValue);

        await Assert.ThrowsAnyAsync<MxitException>(
            () => (Keyed.GetValueOrDefault(call) ?? Reads[call])(mxit, mxit.ForUser(_server.UserToken())));

        Assert.Equal(4, _server.ApiCalls.Count);
    }

    private static async Task<(MxitClient Mxit, MxitUserClient Thandi)> OpenAsync(ServiceProvider provider)
    {
        var mxit = provider.GetRequiredService<MxitClient>();
        await mxit.OAuth.GetAppTokenAsync([MxitScopes.ProfilePublic], null, Stop);
        await mxit.OAuth.GetAppTokenAsync([MxitScopes.MessageSend], null, Stop);
        return (mxit, mxit.ForUser(new UserToken("user-0", DateTimeOffset.MaxValue, [])));
    }

    // The handler of the host waits by the real clock.
    private static void WithoutDelays(HttpStandardResilienceOptions resilience) =>
        (resilience.Retry.Delay, resilience.Retry.ShouldRetryAfterHeader) = (TimeSpan.Zero, false);

    private static Action<MxitClientOptions> Options(int maxRetries) => options =>
    {
        Host.Credentials(options);
        options.MaxRetries = maxRetries;

        // Only the pauses of the client go by it.
        options.TimeProvider = new PausingClock();
    };

    private ServiceProvider Build(int maxRetries) => Host.Build(services => services.AddMxit(Options(maxRetries)).TalkTo(_server)
        .AddStandardResilienceHandler(WithoutDelays));

    /// <summary>What was sent so far is forgotten.</summary>
    private void Fail(string how, int times)
    {
        var rest = times;
        _server.Forget();
        _server.Api = (_, _) => Interlocked.Decrement(ref rest) < 0 ? Task.FromResult(StubServer.Reply(200, "")) : FailAsync();
        _server.Tokens = (_, _) => Interlocked.Decrement(ref rest) < 0 ? Task.FromResult(_server.NextToken("user")) : FailAsync();

        Task<HttpResponseMessage> FailAsync() => how switch
        {
            "broken" => throw new HttpRequestException("cut off", new IOException()),
            "503" => Task.FromResult(StubServer.Reply(503, "\"slow down\"", ("Retry-After", "1"))),
            _ => Task.FromResult(StubServer.Reply(int.Parse(how, System.Globalization.CultureInfo.InvariantCulture), "")),
        };
    }
}
