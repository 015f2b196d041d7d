using Mxit;
using Mxit.Testing;

namespace EchoBot.Tests;

/// <summary>With the server itself, in this process: nothing is faked.</summary>
public sealed class EchoResponderOnServerTests
{
    [Fact]
    public async Task It_replies_once_across_a_restart()
    {
        var stop = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("echo-bot-").FullName;
        try
        {
            await using var server = await MxitTestServer.StartAsync(cancellationToken: stop);
            using var mxit = server.CreateClient();
            var alice = await server.SignInAsync("alice", cancellationToken: stop);
            var bob = await server.SignInAsync("bob", cancellationToken: stop);
            var bobId = await mxit.Users.GetUserIdAsync("bob", cancellationToken: stop);

            foreach (var text in new[] { "hello", "again" })
            {
                await alice.Messenger.SendMessageAsync(bobId, text, cancellationToken: stop);
                using var life = CancellationTokenSource.CreateLinkedTokenSource(stop);
                var running = new EchoResponder(bob.Messenger, new BotFiles(folder)).RunAsync(life.Token);
                await foreach (var message in alice.Messenger.ListenAsync(cancellationToken: stop))
                {
                    if (message.Body == $"You said: {text}")
                    {
                        break;
                    }
                }

                await life.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
            }

            var replies = await alice.Messenger.ListMessagesAsync(cancellationToken: stop)
                .Where(message => message.Direction == MessageDirection.Received).ToListAsync(stop);
            Assert.Equal(["You said: hello", "You said: again"], replies.Select(reply => reply.Body));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
