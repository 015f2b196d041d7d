using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Mxit.Tests.Support;

namespace Mxit.Tests;

/// <summary>What fails in a way that passes is sent again, if that is safe.</summary>
public class RetryTests
{
    private static readonly Dictionary<string, Func<MxitClient, MxitUserClient, Task>> Safe = new()
    {
        ["GET /user/media"] = (_, thandi) => thandi.Users.GetGalleryFolderListAsync(null, Stop),
        ["GET /user/public/avatar/thandi"] = async (mxit, _) =>
            await (await mxit.Users.GetAvatarAsync("thandi", null, Stop)).DisposeAsync(),
        ["PUT /user/statusmessage"] = (_, thandi) => thandi.Users.SetStatusAsync("hi", null, Stop),
        ["PUT /user/media/file/f1"] = (_, thandi) => thandi.Users.RenameGalleryFileAsync("f1", "b.jpg", null, Stop),
        ["DELETE /user/avatar"] = (_, thandi) => thandi.Users.DeleteAvatarAsync(null, Stop),
        ["POST /user/avatar"] = (_, thandi) => thandi.Users.SetAvatarAsync("picture"u8.ToArray(), null, Stop),
        ["POST /message/send"] = (mxit, _) => mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop),
        ["POST /user/recommend"] = (_, thandi) =>
            thandi.Users.RecommendAsync(new Recommendation { Application = "a", To = "m2", Message = "x" }, null, Stop),
        ["POST /user/media/Holiday"] = (_, thandi) => thandi.Users.CreateGalleryFolderAsync("Holiday", null, Stop),
        ["POST /user/media/file/Default?fileName=a.txt&preventShare=false"] =
            (_, thandi) => thandi.Users.UploadGalleryFileAsync("Default", Named(), cancellationToken: Stop),
        ["POST /user/media/file/send?fileName=a.txt&userId=m2"] =
            (mxit, _) => mxit.Users.UploadFileAndSendFileOfferAsync("m2", Named(), cancellationToken: Stop),
        ["POST /user/media/file/send/f1?UserId=m2"] = (mxit, _) =>
            mxit.Users.SendFileOfferAsync("m2", "f1", cancellationToken: Stop),
        ["POST /messenger/messages"] = (_, thandi) => thandi.Messenger.SendMessageAsync("m2", "x", cancellationToken: Stop),
        ["POST /messenger/messages/read"] = (_, thandi) =>
            thandi.Messenger.MarkReadAsync(Cursors.At(1), null, cancellationToken: Stop),
        ["POST /messenger/offers/00000000-0000-0000-0000-000000000001/accept"] =
            (_, thandi) =>
                thandi.Messenger.AcceptOfferAsync("00000000-0000-0000-0000-000000000001", null, cancellationToken: Stop),
        ["POST /revoke"] = (mxit, _) => mxit.OAuth.RevokeAsync("token", cancellationToken: Stop),
    };

    private static readonly Dictionary<string, Func<MxitClient, MxitUserClient, Task>> Unsafe = new()
    {
        ["PUT /user/media/Holiday"] = (_, thandi) => thandi.Users.RenameGalleryFolderAsync("Holiday", "Trip", null, Stop),
        ["POST /messenger/contacts/m2/accept"] = (_, thandi) =>
            thandi.Messenger.AcceptContactAsync("m2", cancellationToken: Stop),
    };

    private readonly PausingClock _clock = new();
    private readonly StubServer _server;

    public RetryTests() => _server = new StubServer { Clock = _clock, MaxRetries = 3 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> SafeRoutes => [.. Safe.Keys];

    public static TheoryData<string> UnsafeRoutes => [.. Unsafe.Keys];

    [Theory]
    [MemberData(nameof(SafeRoutes))]
    public async Task What_is_safe_to_repeat_is_sent_again_under_the_same_key(string route)
    {
        Script(() => StubServer.Reply(503, ""), () => throw new HttpRequestException("cut off", new IOException()));
        using var mxit = _server.Client();

        // Not every call can read the answer of the stub; what counts is what was sent.
        _ = await Record.ExceptionAsync(() => Safe[route](mxit, mxit.ForUser(_server.UserToken())));

        Assert.Equal([route, route, route], _server.ApiCalls.Select(sent => $"{sent.Method} {sent.PathAndQuery}"));
        Assert.Single(_server.ApiCalls.Select(sent => (sent.Header("Idempotency-Key"), sent.Body)).Distinct());
    }

    [Theory]
    [MemberData(nameof(UnsafeRoutes))]
    public async Task What_could_be_done_twice_is_sent_once(string route)
    {
        using var mxit = _server.Client();
        var thandi = mxit.ForUser(_server.UserToken());

        _server.Answer(503, "", ("Retry-After", "1"));
        await Assert.ThrowsAsync<MxitOverloadedException>(() => Unsafe[route](mxit, thandi));
        _server.Api = (_, _) => throw new HttpRequestException("cut off", new IOException());
        await Fails.WithAsync(MxitErrorReason.Connection, () => Unsafe[route](mxit, thandi));

        Assert.Equal([route, route], _server.ApiCalls.Select(sent => $"{sent.Method} {sent.PathAndQuery}"));
    }

    [Theory]
    [MemberData(nameof(UnsafeRoutes))]
    public async Task What_never_left_is_sent_again_whatever_it_is(string route)
    {
        Script(() => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"));
        using var mxit = _server.Client();

        await Unsafe[route](mxit, mxit.ForUser(_server.UserToken()));

        Assert.Equal([route, route], _server.ApiCalls.Select(sent => $"{sent.Method} {sent.PathAndQuery}"));
    }

    [Theory]
    [MemberData(nameof(UnsafeRoutes))]
    public async Task A_connection_that_is_lost_before_it_is_used_is_a_failed_connection_like_any_other(string route)
    {
        using var mxit = _server.Client();
        Script(() => throw new SocketException((int)SocketError.NotConnected));
        await Unsafe[route](mxit, mxit.ForUser(_server.UserToken()));
        Assert.Equal(2, _server.ApiCalls.Count);

        _server.Api = (_, _) => throw new SocketException((int)SocketError.NotConnected);
        var failure = await Fails.WithAsync(
            MxitErrorReason.Connection, () => Unsafe[route](mxit, mxit.ForUser(_server.UserToken())));
        Assert.All(failure.Attempts, attempt => Assert.Equal(HttpRequestError.ConnectionError, attempt.ConnectionError));
    }

    [Theory]
    [InlineData(408, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(502, true)]
    [InlineData(503, true)]
    [InlineData(504, true)]
    [InlineData(203, false)]
    [InlineData(302, false)]
    [InlineData(400, false)]
    [InlineData(403, false)]
    [InlineData(404, false)]
    [InlineData(405, false)]
    [InlineData(409, false)]
    [InlineData(410, false)]
    [InlineData(413, false)]
    [InlineData(422, false)]
    [InlineData(501, false)]
    [InlineData(507, false)]
    public async Task A_status_is_repeated_only_if_it_passes(int status, bool passes)
    {
        _server.Answer(status, "");
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAnyAsync<MxitApiException>(
            () => mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop));

        Assert.Equal(passes ? 4 : 1, _server.ApiCalls.Count);
        Assert.Equal(_server.ApiCalls.Count, failure.Attempts.Count);
    }

    [Fact]
    public async Task A_key_that_is_at_work_is_asked_for_again_and_a_conflict_is_not()
    {
        Script(() => StubServer.Reply(409, "", ("Retry-After", "1")));
        using var mxit = _server.Client();

        await mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);
        Assert.Equal(2, _server.ApiCalls.Count);

        Script(() => StubServer.Reply(409, "", ("Retry-After", "1")));
        await Assert.ThrowsAsync<MxitApiException>(() => mxit.ForUser(_server.UserToken()).Users.SetStatusAsync("x", null, Stop));
        Assert.Equal(3, _server.ApiCalls.Count);
    }

    [Fact]
    public async Task Pauses_grow_leave_half_to_chance_and_stop_growing_at_half_a_minute()
    {
        _server.Answer(500, "");
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<MxitApiException>(() => mxit.Users.GetStatusAsync(
            "thandi", new MxitCallOptions { MaxRetries = 10, Timeout = Timeout.InfiniteTimeSpan }, Stop));

        Assert.Equal(11, _server.ApiCalls.Count);
        double[] longest = [1, 2, 4, 8, 16, 30, 30, 30, 30, 30];
        Assert.All(_clock.Pauses.Zip(longest), pause => Assert.InRange(pause.First.TotalSeconds, pause.Second / 2, pause.Second));
        Assert.Equal(10, _clock.Pauses.Count);
        Assert.NotEqual(_clock.Pauses[8], _clock.Pauses[9]);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("Fri, 02 Jan 2026 03:04:12 GMT")]
    public async Task The_server_says_how_long_to_pause(string retryAfter)
    {
        Script(() => StubServer.Reply(429, "", ("Retry-After", retryAfter)));
        using var mxit = _server.Client();

        await mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);

        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(_clock.Pauses));
    }

    [Fact]
    public async Task A_pause_that_would_outlast_the_time_out_is_not_begun()
    {
        _server.Answer(503, "", ("Retry-After", "101"));
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAsync<MxitOverloadedException>(() => mxit.Users.GetStatusAsync("thandi", null, Stop));

        Assert.Equal((TimeSpan.FromSeconds(101), 1), (failure.RetryAfter, failure.Attempts.Count));
        Assert.Empty(_clock.Pauses);
    }

    [Fact]
    public async Task A_pause_of_years_is_not_begun_even_by_who_has_all_the_time()
    {
        _server.Answer(503, "", ("Retry-After", "2147483647"));
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAsync<MxitOverloadedException>(
            () => mxit.Users.GetStatusAsync("thandi", new MxitCallOptions { Timeout = Timeout.InfiniteTimeSpan }, Stop));

        Assert.Equal((TimeSpan.FromSeconds(int.MaxValue), 1), (failure.RetryAfter, failure.Attempts.Count));
    }

    [Fact]
    public async Task All_attempts_and_pauses_share_one_time_out()
    {
        _server.Answer(503, "", ("Retry-After", "20"));
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAsync<MxitOverloadedException>(() => mxit.Users.GetStatusAsync(
            "thandi", new MxitCallOptions { Timeout = TimeSpan.FromSeconds(50), MaxRetries = 10 }, Stop));

        Assert.Equal(3, failure.Attempts.Count);
    }

    [Fact]
    public async Task Every_attempt_is_listed_in_the_last_exception_and_so_is_the_key()
    {
        var began = _clock.GetUtcNow();
        Script(
            () => StubServer.Reply(500, "", ("Mxit-Request-Id", "req-1")),
            () => throw new HttpRequestException(HttpRequestError.ResponseEnded, "canary"),
            () => StubServer.Reply(503, "", ("Retry-After", "5"), ("Mxit-Request-Id", "req-3")),
            () => StubServer.Reply(400, "\"No\"", ("Mxit-Request-Id", "req-4")));
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAsync<MxitApiException>(
            () => mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop));

        Assert.Equal(
            [
                (HttpStatusCode.InternalServerError, "req-1", null),
                (null, null, HttpRequestError.ResponseEnded),
                (HttpStatusCode.ServiceUnavailable, "req-3", null),
                (HttpStatusCode.BadRequest, "req-4", (HttpRequestError?)null),
            ],
            failure.Attempts.Select(
                attempt => ((HttpStatusCode?)attempt.StatusCode, attempt.RequestId, attempt.ConnectionError)));
        Assert.Equal(began, failure.Attempts[0].StartedAt);
        Assert.InRange((failure.Attempts[3].StartedAt - failure.Attempts[2].StartedAt).TotalSeconds, 5, 5);
        Assert.Equal(_server.ApiCalls[0].Header("Idempotency-Key"), failure.IdempotencyKey);
        Assert.Equal(
            "The server answered 400: No [request req-4] Sent 4 times: 500 after 0 ms [request req-1]; no answer " +
            "(ResponseEnded) after 0 ms; 503 after 0 ms [request req-3]; 400 after 0 ms [request req-4].",
            failure.Message);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_never_comes_about_is_given_up_after_four_attempts()
    {
        _server.Api = (_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
        using var mxit = _server.Client();

        var failure = await Fails.WithAsync(MxitErrorReason.Connection, () => mxit.Users.GetStatusAsync("thandi", null, Stop));

        Assert.Equal(4, failure.Attempts.Count);
        Assert.Null(failure.IdempotencyKey);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_will_not_be_the_next_time_either()
    {
        _server.Api = (_, _) => throw new HttpRequestException(
            HttpRequestError.SecureConnectionError, "tls", new AuthenticationException());
        using var mxit = _server.Client();

        await Fails.WithAsync(MxitErrorReason.Connection, () => mxit.Users.GetStatusAsync("thandi", null, Stop));

        Assert.Single(_server.ApiCalls);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_asked_for_again()
    {
        Script(() =>
            new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StreamContent(new BreakingStream("\"On to"u8.ToArray())),
            });
        _server.Api = Then(() => StubServer.Reply(200, "\"On tour\""));
        using var mxit = _server.Client();

        Assert.Equal("On tour", await mxit.Users.GetStatusAsync("thandi", null, Stop));
        Assert.Equal(2, _server.ApiCalls.Count);
    }

    [Fact]
    public async Task Cancelling_ends_a_pause()
    {
        _server.Answer(503, "", ("Retry-After", "60"));
        using var cancel = new CancellationTokenSource();
        using var mxit = _server.Client();

        var call = mxit.ForUser(_server.UserToken()).Users.GetStatusAsync("thandi", null, cancel.Token);
        Assert.False(call.IsCompleted);
        await cancel.CancelAsync();

        Assert.Equal(cancel.Token, (await Assert.ThrowsAsync<OperationCanceledException>(() => call)).CancellationToken);
        Assert.Single(_server.ApiCalls);
    }

    [Fact]
    public async Task Pauses_go_by_the_clock_of_the_client()
    {
        Script(() => StubServer.Reply(503, "", ("Retry-After", "60")));
        using var mxit = _server.Client();

        var call = mxit.ForUser(_server.UserToken()).Messaging.SendUserToUserMessageAsync(["m1"], "x", cancellationToken: Stop);
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Single(_server.ApiCalls);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await call;

        Assert.Equal(2, _server.ApiCalls.Count);
    }

    [Fact]
    public async Task A_call_can_have_its_own_number_of_retries()
    {
        _server.Answer(500, "");
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<MxitApiException>(
            () => mxit.Users.GetStatusAsync("a", new MxitCallOptions { MaxRetries = 0 }, Stop));
        await Assert.ThrowsAsync<MxitApiException>(
            () => mxit.Users.GetStatusAsync("b", new MxitCallOptions { MaxRetries = 1 }, Stop));

        Assert.Equal(["a", "b", "b"], _server.ApiCalls.Select(sent => sent.Address.Segments[^1]));
        foreach (var wrong in (int[])[-1, 11])
        {
            await Assert.ThrowsAsync<ArgumentException>(
                () => mxit.Users.GetStatusAsync("a", new MxitCallOptions { MaxRetries = wrong }, Stop));
            Assert.Throws<ArgumentException>(() => new StubServer { MaxRetries = wrong }.Client());
        }
    }

    [Fact]
    public async Task What_a_lost_answer_says_was_deleted_is_deleted()
    {
        var thandi = _server.Client().ForUser(_server.UserToken()).Users;

        Script(() => throw new HttpRequestException("cut off", new IOException()), () => StubServer.Reply(404, ""));
        await thandi.DeleteGalleryFileAsync("f1", null, Stop);
        Script(() => StubServer.Reply(502, ""), () => StubServer.Reply(404, ""));
        await thandi.DeleteGalleryFolderAsync("Holiday", null, Stop);

        Script(() => StubServer.Reply(404, ""));
        await Assert.ThrowsAsync<MxitNotFoundException>(() => thandi.DeleteGalleryFileAsync("f1", null, Stop));
        Script(() => StubServer.Reply(503, ""), () => StubServer.Reply(404, ""));
        await Assert.ThrowsAsync<MxitNotFoundException>(() => thandi.DeleteGalleryFileAsync("f1", null, Stop));
        Script(
            () => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"), () => StubServer.Reply(404, ""));
        await Assert.ThrowsAsync<MxitNotFoundException>(() => thandi.DeleteGalleryFileAsync("f1", null, Stop));
        Script(() => throw new HttpRequestException("cut off", new IOException()), () => StubServer.Reply(404, ""));
        await Assert.ThrowsAsync<MxitNotFoundException>(() => thandi.RenameGalleryFileAsync("f1", "x", null, Stop));
    }

    [Fact]
    public async Task A_token_is_replaced_between_attempts_too_but_once()
    {
        Script(() => StubServer.Reply(503, ""), () => StubServer.Reply(401, ""), () => StubServer.Reply(503, ""));
        using var mxit = _server.Client();

        await mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop);
        Assert.Equal(["app-1", "app-1", "app-2", "app-2"], _server.ApiCalls.Select(sent => sent.Bearer));

        Script(() => StubServer.Reply(401, ""), () => StubServer.Reply(503, ""), () => StubServer.Reply(401, ""));
        var failure = await Assert.ThrowsAsync<MxitUnauthorizedException>(
            () => mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop));
        Assert.Equal(3, failure.Attempts.Count);
    }

    [Fact]
    public async Task A_token_that_cannot_be_had_is_not_asked_for_again_by_each_attempt()
    {
        _server.Tokens = (_, _) => Task.FromResult(StubServer.Reply(503, ""));
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAsync<MxitOverloadedException>(
            () => mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop));

        Assert.Equal((4, 0), (_server.TokenCalls.Count, _server.ApiCalls.Count));
        Assert.Equal((4, null), (failure.Attempts.Count, failure.IdempotencyKey));
    }

    [Fact]
    public async Task A_refresh_token_is_not_spent_twice()
    {
        _server.Tokens = (_, _) => Task.FromResult(StubServer.Reply(500, ""));
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<MxitApiException>(() => mxit.OAuth.RefreshAsync("refresh", null, Stop));
        await Assert.ThrowsAsync<MxitApiException>(
            () => mxit.OAuth.SignInWithPasswordAsync("thandi", "secret", ["a"], null, Stop));

        Assert.Equal(2, _server.TokenCalls.Count);
    }

    private static MediaUpload Named() => new("text"u8.ToArray(), "a.txt");

    private void Script(params Func<HttpResponseMessage>[] replies)
    {
        var rest = new Queue<Func<HttpResponseMessage>>(replies);
        _server.Api = (_, _) => Task.FromResult(rest.TryDequeue(out var reply) ? reply() : StubServer.Reply(200, ""));
    }

    private Func<SentRequest, CancellationToken, Task<HttpResponseMessage>> Then(Func<HttpResponseMessage> last)
    {
        var first = _server.Api;
        var calls = 0;
        return (request, stop) => calls++ == 0 ? first(request, stop) : Task.FromResult(last());
    }
}
