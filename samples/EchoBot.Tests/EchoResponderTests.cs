using System.Runtime.CompilerServices;
using Mxit;

namespace EchoBot.Tests;

/// <summary>Without any server: members of the clients are virtual, so that a test can say what they return.</summary>
public sealed class EchoResponderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("echo-bot-").FullName;
    private readonly FakeMessenger _messenger = new();
    private readonly BotFiles _files;

    public EchoResponderTests() => _files = new BotFiles(_folder);

    [Fact]
    public async Task It_replies_to_what_it_receives_and_not_to_itself()
    {
        _messenger.Messages =
            [Message("1", MessageDirection.Received, "hello"), Message("2", MessageDirection.Sent, "You said: hello")];

        await RunAsync();

        Assert.Equal([("m1", "You said: hello", "reply-id-1")], _messenger.Sent);
    }

    [Fact]
    public async Task It_acknowledges_and_remembers_what_it_has_handled()
    {
        _messenger.Messages = [Message("1", MessageDirection.Received, "hello"), Message("2", MessageDirection.Received, "bye")];

        await RunAsync();

        Assert.Equal(["1", "2"], _messenger.Acknowledged);
        Assert.Equal("2", (await _files.LoadCursorAsync(default)).Value);
        await RunAsync();
        Assert.Equal(["", "2"], _messenger.Listened);
    }

    [Fact]
    public async Task A_message_whose_reply_failed_comes_again_and_gets_the_same_key()
    {
        _messenger.Messages = [Message("1", MessageDirection.Received, "hello")];
        _messenger.Failure = new MxitOverloadedException("The server is busy.");

        await Assert.ThrowsAsync<MxitOverloadedException>(RunAsync);
        Assert.Equal(Cursor.Start, await _files.LoadCursorAsync(default));
        Assert.Empty(_messenger.Acknowledged);
        _messenger.Failure = null;
        await RunAsync();

        Assert.Equal(["reply-id-1", "reply-id-1"], _messenger.Sent.Select(reply => reply.Key));
        Assert.Equal(["1"], _messenger.Acknowledged);
    }

    [Fact]
    public async Task A_sender_who_cannot_get_a_reply_does_not_stop_it()
    {
        _messenger.Messages = [Message("1", MessageDirection.Received, "news from an app")];
        _messenger.Failure = new MxitNotFoundException("There is no such contact.");

        await RunAsync();

        Assert.Equal(["1"], _messenger.Acknowledged);
    }

    [Fact]
    public async Task A_token_survives_a_restart_and_is_for_its_owner_only()
    {
        Assert.Null(await _files.LoadTokenAsync(default));
        var token = new UserToken("access", DateTimeOffset.UnixEpoch, [MxitScopes.Messenger])
        {
            RefreshToken = "refresh",
            UserId = "m1",
        };
        await _files.SaveAsync(token, default);

        Assert.Equal(token, await new BotFiles(_folder).LoadTokenAsync(default));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "token.json")));
        }

        _files.DeleteToken();
        Assert.Null(await _files.LoadTokenAsync(default));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task RunAsync() => new EchoResponder(_messenger, _files).RunAsync(TestContext.Current.CancellationToken);

    private static MessengerMessage Message(string cursor, MessageDirection direction, string body) => new()
    {
        Id = $"id-{cursor}",
        Cursor = new Cursor(cursor),
        Peer = "m1",
        Direction = direction,
        Body = body,
        SentAt = DateTimeOffset.UnixEpoch,
    };

    private sealed class FakeMessenger : MessengerClient
    {
        public IReadOnlyList<MessengerMessage> Messages { get; set; } = [];

        public List<(UserId To, string Body, string? Key)> Sent { get; } = [];

        public List<string> Acknowledged { get; } = [];

        public List<string> Listened { get; } = [];

        public Exception? Failure { get; set; }

        public override async IAsyncEnumerable<MessengerMessage> ListenAsync(
            Cursor after = default,
            MxitCallOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Listened.Add(after.Value);
            foreach (var message in Messages.Where(message => string.CompareOrdinal(message.Cursor.Value, after.Value) > 0))
            {
                await Task.Yield();
                yield return message;
            }
        }

        public override Task<SendReceipt> SendMessageAsync(
            UserId to, string body, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
        {
            Sent.Add((to, body, options?.IdempotencyKey));
            return Failure is null
                ? Task.FromResult(new SendReceipt { MessageId = "reply" })
                : Task.FromException<SendReceipt>(Failure);
        }

        public override Task MarkDeliveredAsync(
            Cursor upTo, UserId? peer = null, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
        {
            Acknowledged.Add(upTo.Value);
            return Task.CompletedTask;
        }
    }
}
