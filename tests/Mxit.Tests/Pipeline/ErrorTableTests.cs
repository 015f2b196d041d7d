using System.Net;
using Mxit.Tests.Support;

namespace Mxit.Tests.Pipeline;

/// <summary>
/// Which exception each status of the wire document becomes: sections 1.4, 2 and 3.1, and those of this project's server.
/// </summary>
public class ErrorTableTests
{
    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(203, typeof(MxitApiException))]
    [InlineData(400, typeof(MxitApiException))]
    [InlineData(401, typeof(MxitUnauthorizedException))]
    [InlineData(403, typeof(MxitForbiddenException))]
    [InlineData(404, typeof(MxitNotFoundException))]
    [InlineData(405, typeof(MxitApiException))]
    [InlineData(409, typeof(MxitApiException))]
    [InlineData(410, typeof(MxitApiException))]
    [InlineData(413, typeof(MxitApiException))]
    [InlineData(415, typeof(MxitApiException))]
    [InlineData(416, typeof(MxitApiException))]
    [InlineData(422, typeof(MxitApiException))]
    [InlineData(429, typeof(MxitOverloadedException))]
    [InlineData(500, typeof(MxitApiException))]
    [InlineData(502, typeof(MxitApiException))]
    [InlineData(503, typeof(MxitOverloadedException))]
    [InlineData(504, typeof(MxitApiException))]
    [InlineData(507, typeof(MxitApiException))]
    public async Task Each_status_has_its_exception_on_both_servers(int status, Type exception)
    {
        HttpResponseMessage Reply() => StubServer.Reply(
            status,
            """{"error":"a_code","error_description":"Some words"}""",
            ("Mxit-Request-Id", "r-1"),
            ("Retry-After", "7"),
            ("WWW-Authenticate", "Bearer scope=\"a b\""));
        _server.Api = (_, _) => Task.FromResult(Reply());
        using var mxit = _server.Client();
        var thandi = mxit.ForUser(_server.UserToken(refreshToken: null));

        var calls = new Func<Task>[]
        {
            () => thandi.Users.GetStatusAsync("thandi", null, Stop),
            () => mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop),
            () => thandi.GetUserInfoAsync(null, Stop),
            () => mxit.OAuth.RevokeAsync("token", null, Stop),
            () =>
            {
                _server.Tokens = (_, _) => Task.FromResult(Reply());
                return mxit.OAuth.GetAppTokenAsync(["new"], null, Stop);
            },
        };
        foreach (var call in calls)
        {
            var failure = await Assert.ThrowsAnyAsync<MxitApiException>(call);

            Assert.Equal(exception, failure.GetType());
            Assert.Equal(
                ((HttpStatusCode)status, MxitErrorReason.ErrorReply, "a_code", "Some words", "r-1", TimeSpan.FromSeconds(7)),
                (failure.StatusCode, failure.Reason, failure.Error, failure.ErrorDescription, failure.RequestId,
                    failure.RetryAfter));
            Assert.Equal(status == 403 ? "a b" : null, (failure as MxitForbiddenException)?.MissingScope);
        }
    }

    [Theory]
    [InlineData(400, typeof(MxitUnknownRecipientsException))]
    [InlineData(404, typeof(MxitNotFoundException))]
    [InlineData(500, typeof(MxitApiException))]
    public async Task Unknown_recipients_are_those_of_a_400_to_a_message(int status, Type exception)
    {
        _server.Answer(
            status, "\"Unknown recipient: m2\"", ("Mxit-Message-Id", "0197a3f0-1c2d-7e4f-8a9b-000000000001"),
            ("Mxit-Request-Id", "r-1"));
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAnyAsync<MxitApiException>(
            () => mxit.Messaging.SendMessageAsync("a", ["m1", "m2"], "x", cancellationToken: Stop));

        Assert.Equal(exception, failure.GetType());
        Assert.Equal(((HttpStatusCode)status, "r-1"), (failure.StatusCode, failure.RequestId));
        if (failure is MxitUnknownRecipientsException unknown)
        {
            Assert.Equal(["m2"], unknown.UnknownRecipients);
            Assert.NotNull(unknown.MessageId);
        }

        _server.Answer(400, "\"Unknown recipient: m2\"");
        var other = await Assert.ThrowsAnyAsync<MxitApiException>(() => mxit.Users.GetStatusAsync("thandi", null, Stop));
        Assert.Equal(typeof(MxitApiException), other.GetType());
    }
}
