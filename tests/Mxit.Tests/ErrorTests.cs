using System.Net;
using System.Text;
using CsCheck;
using Mxit.Tests.Support;

namespace Mxit.Tests;

public class ErrorTests
{
    private static readonly string[] Starts =
        ["{\"error\":", "\"", "Unknown recipients: ", "{\"error\":\"\\ud800\"}", "<", "[[[[", "{\"error\":{}}"];

    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(203)]
    [InlineData(204)]
    [InlineData(206)]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(400)]
    [InlineData(405)]
    [InlineData(413)]
    [InlineData(500)]
    [InlineData(502)]
    public async Task Only_200_is_a_success(int status)
    {
        _server.Answer(status, "\"m1\"", ("Location", "https://elsewhere.example/"));

        var failure = await FailureAsync();

        Assert.Equal(typeof(MxitApiException), failure.GetType());
        Assert.Equal(status, (int)failure.StatusCode);
        Assert.Single(_server.ApiCalls);
    }

    [Theory]
    [InlineData(401, typeof(MxitUnauthorizedException))]
    [InlineData(403, typeof(MxitForbiddenException))]
    [InlineData(404, typeof(MxitNotFoundException))]
    [InlineData(429, typeof(MxitOverloadedException))]
    [InlineData(503, typeof(MxitOverloadedException))]
    public async Task A_status_that_callers_act_on_has_its_own_type(int status, Type expected)
    {
        _server.Answer(
            status, """{"error":"some_code","error_description":"Some words","extra":{"deep":1}}""",
            ("Mxit-Request-Id", "req-7"));

        var failure = await FailureAsync();

        Assert.Equal(expected, failure.GetType());
        Assert.Equal(
            ((HttpStatusCode)status, "some_code", "Some words", "req-7"),
            (failure.StatusCode, failure.Error, failure.ErrorDescription, failure.RequestId));
        Assert.StartsWith(
            $"The server answered {status} (some_code): Some words [request req-7]", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bearer realm=\"mxit\", error=\"insufficient_scope\", scope=\"message/send\"", "message/send")]
    [InlineData("Bearer scope=\"message/send profile/public\"", "message/send profile/public")]
    [InlineData("Bearer error=\"insufficient_scope\"", null)]
    [InlineData("Bearer error_scope=\"no\"", null)]
    [InlineData("\"", null)]
    public async Task A_403_says_which_scope_is_missing_O_60(string challenge, string? expected)
    {
        _server.Answer(403, "", ("WWW-Authenticate", challenge));

        Assert.Equal(expected, Assert.IsType<MxitForbiddenException>(await FailureAsync()).MissingScope);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("0", 0)]
    [InlineData("Fri, 02 Jan 2026 03:05:05 GMT", 60)]
    [InlineData("Thu, 01 Jan 2026 00:00:00 GMT", 0)]
    [InlineData("soon", null)]
    [InlineData(null, null)]
    public async Task Retry_after_comes_in_seconds_or_as_a_date(string? header, int? seconds)
    {
        _server.Answer(503, "", header is null ? [] : [("Retry-After", header)]);

        Assert.Equal(seconds, Assert.IsType<MxitOverloadedException>(await FailureAsync()).RetryAfter?.TotalSeconds);
    }

    [Theory]
    [InlineData("", null, null)]
    [InlineData("   ", null, null)]
    [InlineData("\"Bad\\u00e9 thing\"", null, "Badé thing")]
    [InlineData("Plain text", null, "Plain text")]
    [InlineData("two\r\nlines", null, "two lines")]
    [InlineData("<html><body>Bad gateway</body></html>", null, null)]
    [InlineData("<!DOCTYPE html>", null, null)]
    [InlineData("{\"error\":\"e\"}", "e", null)]
    [InlineData("{\"error\":7,\"error_description\":[]}", null, null)]
    [InlineData("{\"error\":\"cut off", null, "{\"error\":\"cut off")]
    [InlineData("[1,2]", null, "[1,2]")]
    [InlineData("null", null, "null")]
    [InlineData("\ufeff\"text\"", null, "text")]
    [InlineData("\"\\ud800\"", null, "\"\\ud800\"")]
    public async Task Error_bodies_come_in_many_shapes(string body, string? error, string? description)
    {
        _server.Answer(500, body);

        var failure = await FailureAsync();

        Assert.Equal((error, description), (failure.Error, failure.ErrorDescription));
    }

    [Fact]
    public async Task Any_bytes_as_an_error_body_give_a_typed_exception() =>
        await Gen.Select(Gen.OneOf(
                Gen.Byte.Array[0, 200],
                Gen.String.Select(Encoding.UTF8.GetBytes),
                Gen.Int[0, Starts.Length - 1].Select(index => Starts[index])
                    .SelectMany(
                        start => Gen.Byte.Array[0, 20].Select(end => (byte[])[.. Encoding.UTF8.GetBytes(start), .. end]))),
            Gen.Int[400, 599])
            .SampleAsync(async (body, status) =>
            {
                var server = new StubServer
                {
                    Api = (_, _) => Task.FromResult(
                        new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(body) }),
                };
                using var mxit = server.Client();

                var failure = await Assert.ThrowsAnyAsync<MxitApiException>(
                    () => mxit.Messaging.SendMessageAsync("a", ["m1"], "x", cancellationToken: Stop));

                Assert.Equal(status, (int)failure.StatusCode);
                Assert.True((failure.ErrorDescription?.Length ?? 0) <= 1000);
                Assert.DoesNotContain(failure.Message, char.IsControl);
            }, iter: 300);

    [Fact]
    public async Task Plain_words_survive_in_both_shapes() =>
        await Gen.Char["abc XYZ 123 éß漢 -_/:"].Array[1, 60].Select(chars => new string(chars).Trim()).Where(
            text => text.Length > 0)
            .SampleAsync(async text =>
            {
                // As text on its own this could be JSON: a number.
                var words = "w " + text;
                _server.Answer(500, $"\"{words}\"");
                Assert.Equal(words, (await FailureAsync()).ErrorDescription);
                _server.Answer(500, words);
                Assert.Equal(words, (await FailureAsync()).ErrorDescription);
            }, iter: 100, threads: 1);

    [Theory]
    [InlineData("a", "Unknown folder: a. At last: \"a\", a-z", "Unknown folder: ***. At last: \"***\", ***-z")]
    [InlineData("a b", "a b and ca b", "*** and ca b")]
    [InlineData("+1", "Folder +1 or x+1", "Folder *** or x+1")]
    [InlineData("1", "413: 1 of 10", "413: *** of 10")]
    [InlineData("Foto's", "Foto's, Foto%27s, XFoto'sX", "***, ***, X***X")]
    public async Task A_short_name_is_taken_out_of_a_text_only_where_it_stands_alone(string folder, string said, string expected)
    {
        _server.Answer(400, said);
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAsync<MxitApiException>(
            () => mxit.ForUser(_server.UserToken()).Users.DeleteGalleryFolderAsync(folder, null, Stop));

        Assert.Equal(expected, failure.ErrorDescription);
    }

    [Fact]
    public async Task A_body_longer_than_its_header_says_is_read_to_its_end()
    {
        _server.Api = (_, _) =>
        {
            var content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes("\"m11111111111\"")));
            content.Headers.ContentLength = 0;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        };
        using var mxit = _server.Client();

        Assert.Equal("m11111111111", await mxit.Users.GetUserIdAsync("thandi", null, Stop));
    }

    [Fact]
    public async Task An_endless_error_body_is_cut()
    {
        using var endless = new EndlessStream();
        _server.Api = (_, _) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StreamContent(endless) });

        var failure = await FailureAsync();

        Assert.Equal(1000, failure.ErrorDescription!.Length);
        Assert.InRange(endless.Given, 1, 1024 * 1024);
    }

    [Fact]
    public async Task An_endless_answer_is_cut()
    {
        using var endless = new EndlessStream();
        _server.Api = (_, _) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(endless) });

        Assert.Equal(HttpStatusCode.OK, (await FailureAsync()).StatusCode);
        Assert.InRange(endless.Given, 1, 64 * 1024 * 1024);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("m11111111111")]
    [InlineData("<html>")]
    [InlineData("{}")]
    public async Task A_success_that_cannot_be_read_is_a_typed_exception(string body)
    {
        _server.Answer(200, body, ("Mxit-Request-Id", "req-9"));

        var failure = await FailureAsync();

        Assert.Equal((HttpStatusCode.OK, "req-9"), (failure.StatusCode, failure.RequestId));
        Assert.Null(failure.InnerException);
    }

    [Fact]
    public async Task A_broken_connection_is_a_typed_exception()
    {
        _server.Api = (_, _) => throw new HttpRequestException("refused");
        using var mxit = _server.Client();

        var failure = await Fails.WithAsync(MxitErrorReason.Connection, () => mxit.Users.GetUserIdAsync("thandi", null, Stop));

        Assert.IsType<HttpRequestException>(failure.InnerException);
    }

    [Fact]
    public async Task A_caller_who_cancels_sees_a_cancellation()
    {
        using var cancel = new CancellationTokenSource();
        _server.Api = async (_, stop) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, stop);
            return StubServer.Reply(200, "");
        };
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAsync<OperationCanceledException>(
            () => mxit.Users.GetUserIdAsync("thandi", null, cancel.Token));

        Assert.Equal(cancel.Token, failure.CancellationToken);
    }

    [Theory]
    [InlineData(null, 100)]
    [InlineData(5, 5)]
    public async Task A_time_out_is_a_typed_exception(int? own, int seconds)
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Api = async (_, stop) =>
        {
            waiting.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return StubServer.Reply(200, "");
        };
        using var mxit = _server.Client();
        var options = own is { } value ? new MxitCallOptions { Timeout = TimeSpan.FromSeconds(value) } : null;

        var call = mxit.Users.GetUserIdAsync("thandi", options, Stop);
        await waiting.Task;
        _server.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(call.IsCompleted);
        _server.Clock.Advance(TimeSpan.FromMilliseconds(1));

        await Fails.WithAsync(MxitErrorReason.Timeout, () => call);
    }

    [Fact]
    public async Task A_wrong_time_out_is_refused()
    {
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<ArgumentException>(
            () => mxit.Users.GetUserIdAsync("thandi", new MxitCallOptions { Timeout = TimeSpan.Zero }, Stop));
    }

    private async Task<MxitApiException> FailureAsync()
    {
        using var mxit = _server.Client();
        return await Assert.ThrowsAnyAsync<MxitApiException>(() => mxit.Users.GetUserIdAsync("thandi", null, Stop));
    }

    private sealed class EndlessStream : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'x');
            Given += count;
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
