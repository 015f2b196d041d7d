using Mxit.Tests.Messenger;
using Mxit.Tests.Support;

namespace Mxit.Tests.Pipeline;

/// <summary>Every reason of <see cref="MxitErrorReason"/>, and how it comes about.</summary>
public class ErrorReasonTests
{
    private static readonly Dictionary<MxitErrorReason, Func<StubServer, MxitClient, Task>> Ways = new()
    {
        [MxitErrorReason.ErrorReply] = (server, mxit) =>
        {
            server.Answer(418, "");
            return mxit.Users.GetStatusAsync("thandi", null, Stop);
        },
        [MxitErrorReason.InvalidReply] = (server, mxit) =>
        {
            server.Answer(200, "{");
            return mxit.Users.GetStatusAsync("thandi", null, Stop);
        },
        [MxitErrorReason.Connection] = (server, mxit) =>
        {
            server.Api = (_, _) => throw new HttpRequestException("refused");
            return mxit.Users.GetStatusAsync("thandi", null, Stop);
        },
        [MxitErrorReason.Timeout] = (server, mxit) =>
        {
            server.Api = (_, _) => throw new TimeoutException();
            return mxit.Users.GetStatusAsync("thandi", null, Stop);
        },
        [MxitErrorReason.OutcomeUnknown] = async (server, mxit) =>
        {
            server.Api = (_, _) => throw new HttpRequestException("cut off", new IOException());
            var options = new BroadcastOptions { KeyLifetime = TimeSpan.FromTicks(1) };
            var result = await mxit.Messaging.BroadcastAsync(
                new OutgoingMessage { From = "a", Body = "x" }, new UserId[] { "m1" }.ToAsyncEnumerable(), options, Stop)
                    .SingleAsync(Stop);
            throw result.Error!;
        },
        [MxitErrorReason.ContentMismatch] = async (server, mxit) =>
        {
            server.Answer(200, "other", ("Repr-Digest", $"sha-256=:{Convert.ToBase64String(new byte[32])}:"));
            await using var file = await Thandi(server, mxit).Users.GetGalleryFileAsync("f1", null, Stop);
            await file.ReadAsBytesAsync(cancellationToken: Stop);
        },
        [MxitErrorReason.ContentTooLong] = async (server, mxit) =>
        {
            server.Answer(200, "too long");
            await using var file = await Thandi(server, mxit).Users.GetGalleryFileAsync("f1", null, Stop);
            await file.ReadAsBytesAsync(3, cancellationToken: Stop);
        },
        [MxitErrorReason.StreamConsumed] = (server, mxit) =>
        {
            server.Answer(401, "");
            return Thandi(server, mxit).Users.SetAvatarAsync(new OneWayStream([1, 2, 3]), null, Stop);
        },
        [MxitErrorReason.BroadcastMismatch] = async (server, mxit) =>
        {
            server.Answer(422, "");
            await mxit.Messaging.BroadcastAsync(
                new OutgoingMessage { From = "a", Body = "x" }, new UserId[] { "m1" }.ToAsyncEnumerable(), null, Stop)
                    .CountAsync(Stop);
        },
        [MxitErrorReason.FeedReplaced] = async (server, mxit) =>
        {
            server.Api = (_, _) => Task.FromResult(Events.Broken("event: closed\ndata: {\"reason\":\"replaced\"}\n\n"));
            await Thandi(server, mxit).Messenger.ListenAsync(default, cancellationToken: Stop).FirstAsync(Stop);
        },
        [MxitErrorReason.Authorization] = (_, mxit) =>
        {
            var request = mxit.OAuth.CreateAuthorizationRequest(new Uri("https://app.example.org/"), ["a"]);
            return mxit.OAuth.ExchangeCodeAsync(request, new Uri("https://app.example.org/?code=c&state=forged"), null, Stop);
        },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<MxitErrorReason> All => [.. Enum.GetValues<MxitErrorReason>()];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_reason_is_given_to_a_caller(MxitErrorReason reason)
    {
        var server = new StubServer { Clock = new PausingClock() };
        using var mxit = server.Client();

        var failure = await Assert.ThrowsAnyAsync<MxitException>(() => Ways[reason](server, mxit));

        Assert.Equal(reason, failure.Reason);
        var type = reason switch
        {
            MxitErrorReason.ErrorReply or MxitErrorReason.InvalidReply or MxitErrorReason.ContentTooLong
                or MxitErrorReason.FeedReplaced =>
                    typeof(MxitApiException),
            MxitErrorReason.Authorization => typeof(MxitAuthorizationException),
            _ => typeof(MxitException),
        };
        Assert.Equal(type, failure.GetType());
    }

    private static MxitUserClient Thandi(StubServer server, MxitClient mxit) => mxit.ForUser(server.UserToken());
}
