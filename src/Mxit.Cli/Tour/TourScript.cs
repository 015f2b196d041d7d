using System.Globalization;
using Mxit.Testing;

namespace Mxit.Cli.Tour;

/// <summary>The calls of the tour, in their usual order.</summary>
internal sealed class TourScript
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Nobody = "m99999999999";
    private const string Greeting = "Hello Bob! Ndiyakuthanda. 😀";

    private readonly MxitClient _app;
    private readonly TourReport _report;
    private readonly CancellationToken _stop;

    private TourScript(MxitClient app, TourReport report, CancellationToken stop) => (_app, _report, _stop) = (app, report, stop);

    public static async Task RunAsync(MxitClient app, MxitClient strict, TourReport report, CancellationToken stop)
    {
        var script = new TourScript(app, report, stop);
        await script.LookAroundAsync();
        await script.SendAsAppAsync();
        var alice = await script.SignInAsync(app, "http://127.0.0.1/callback", "the legacy app");
        var strictAlice = await script.SignInAsync(strict, "http://127.0.0.1:8123/callback", "the strict app, with PKCE");
        if (alice is not null && strictAlice is not null)
        {
            await script.TalkAsync(alice);
            await new PeopleTour(app, report, stop).RunAsync(alice);
            await new GalleryTour(app, report, stop).RunAsync(alice);
            await script.EndAsync(alice, strictAlice);
        }
    }

    private async Task LookAroundAsync()
    {
        _report.Chapter("An app by itself");
        await _report.CallAsync("mxit.Messaging.GetVersionAsync()", async () =>
            await _app.Messaging.GetVersionAsync(cancellationToken: _stop));
        await _report.CallAsync("mxit.OAuth.GetAppTokenAsync([profile/public, message/send])", async () =>
        {
            var token = await _app.OAuth.GetAppTokenAsync([MxitScopes.ProfilePublic, MxitScopes.MessageSend], null, _stop);
            Expect.That(token.Scopes.Count == 2, "both scopes are granted");
            return $"{string.Join(' ', token.Scopes)}, until {token.ExpiresAt:HH:mm:ss}";
        });
        await _report.CallAsync("mxit.Users.GetUserIdAsync(\"bob\")", async () =>
        {
            var userId = await _app.Users.GetUserIdAsync("bob", cancellationToken: _stop);
            Expect.That(userId == Bob, $"bob is {Bob}");
            return userId.Value;
        });
        await _report.CallAsync("mxit.Users.GetUserIdOrNullAsync(\"nobody\")", async () =>
        {
            Expect.That(await _app.Users.GetUserIdOrNullAsync("nobody", cancellationToken: _stop) is null, "nobody is nobody");
            return "null";
        });
    }

    private async Task SendAsAppAsync()
    {
        _report.Chapter("Messages from the app");
        await _report.CallAsync("mxit.Messaging.SendMessageAsync(\"demo\", [alice, bob], ...)", async () =>
            Describe(await _app.Messaging.SendMessageAsync("demo", [Alice, Bob], "Good morning", cancellationToken: _stop)));
        await _report.CallAsync("... with a link, kept for an hour", async () =>
        {
            var message = new OutgoingMessage
            {
                From = "demo",
                Body = "Try {0}",
                ContainsMarkup = true,
                SpoolTimeout = TimeSpan.FromHours(1),
                Links = [new MessageLink("the other app", "strict-demo") { CreateTemporaryContact = true }],
            };
            return Describe(await _app.Messaging.SendMessageAsync(message, [Alice], cancellationToken: _stop));
        });
        await _report.CallAsync("... twice with the same Idempotency-Key", async () =>
        {
            var once = new MxitCallOptions { IdempotencyKey = "tour-1" };
            var message = new OutgoingMessage { From = "demo", Body = "Only once" };
            var first = await _app.Messaging.SendMessageAsync(message, [Alice], once, _stop);
            var second = await _app.Messaging.SendMessageAsync(message, [Alice], once, _stop);
            Expect.That(first.MessageId is not null && first.MessageId == second.MessageId, "both answers name the same message");
            return Describe(second);
        });
        await _report.CallAsync("... to alice and to somebody who does not exist", async () =>
        {
            var partial = await Expect.ThrowsAsync<MxitUnknownRecipientsException>(() =>
                _app.Messaging.SendMessageAsync(
                    "demo", [Alice, Nobody], "Alice gets this all the same", cancellationToken: _stop));
            Expect.That(partial.UnknownRecipients.SequenceEqual([Nobody]), "the unknown one is named");
            return $"{nameof(MxitUnknownRecipientsException)}: {string.Join(',', partial.UnknownRecipients)}";
        });
    }

    private async Task<MxitUserClient?> SignInAsync(MxitClient app, string redirectUri, string who)
    {
        MxitUserClient? person = null;
        _report.Chapter($"Alice signs in and allows {who}");
        await _report.CallAsync("mxit.OAuth.ExchangeCodeAsync(request, callback), after the consent page", async () =>
        {
            var request = app.OAuth.CreateAuthorizationRequest(new Uri(redirectUri), MxitScopes.All);
            var callback = await ConsentForm.AllowAsync(request.Uri, "alice", "alice-password", _stop);
            var token = await app.OAuth.ExchangeCodeAsync(request, callback, null, _stop);
            Expect.That(token is { RefreshToken: not null, IdToken: not null }, "there are a refresh token and an ID token");
            person = app.ForUser(token);
            return $"{token.Scopes.Count} scopes, until {token.ExpiresAt:HH:mm:ss}";
        });
        if (person is not null)
        {
            await _report.CallAsync("alice.GetUserInfoAsync()", async () =>
            {
                var info = await person.GetUserInfoAsync(null, _stop);
                Expect.That(info.UserId == Alice, $"alice is {Alice}");
                return info.UserId.Value;
            });
        }

        return person;
    }

    private async Task TalkAsync(MxitUserClient alice)
    {
        _report.Chapter("Alice reads, Bob listens, they talk");
        await _report.CallAsync("alice.Messenger.ListMessagesAsync()", async () =>
        {
            var bodies = new List<string>();
            await foreach (var message in alice.Messenger.ListMessagesAsync(cancellationToken: _stop))
            {
                bodies.Add(message.Body);
            }

            Expect.That(
                bodies.SequenceEqual(["Good morning", "Try {0}", "Only once", "Alice gets this all the same"]),
                "every message is there once, in order");
            return string.Join(" | ", bodies);
        });
        MxitUserClient? bob = null;
        await _report.CallAsync("mxit.OAuth.SignInWithPasswordAsync(\"bob\", ...)", async () =>
        {
            bob = await _app.SignInAsync("bob", _stop);
            return $"{bob.Token.Scopes.Count} scopes";
        });
        if (bob is null)
        {
            return;
        }

        MessengerMessage? heard = null;
        await _report.CallAsync(
            "alice.Messaging.SendUserToUserMessageAsync([bob], ...), heard by bob.Messenger.ListenAsync()", async () =>
            {
                var listening = FirstAfterGreetingAsync(bob);
                await alice.Messaging.SendUserToUserMessageAsync([Bob], Greeting, cancellationToken: _stop);
                heard = await listening;
                Expect.That(heard.Body == Greeting && heard.Peer == Alice, "Bob hears what Alice said, unchanged");
                return $"{heard.Peer}: {heard.Body}";
            });
        if (heard is null)
        {
            return;
        }

        await _report.CallAsync("bob.Messenger.MarkReadAsync(...), seen by alice", async () =>
        {
            await bob.Messenger.MarkReadAsync(heard.Cursor, cancellationToken: _stop);
            var page = await alice.Messenger.GetMessagesPageAsync(peer: Bob, cancellationToken: _stop);
            Expect.That(page.Items.Count == 1 && page.Items[0].State == MessageState.Read, "Alice sees that it was read");
            return page.Items[0].State.Value;
        });
        await _report.CallAsync("bob.Messenger.SendMessageAsync(alice, ...)", async () =>
            Describe(await bob.Messenger.SendMessageAsync(Alice, "Hello Alice!", cancellationToken: _stop)));
        await _report.CallAsync("alice.Messenger.GetConversationsAsync()", async () =>
        {
            var conversations = await alice.Messenger.GetConversationsAsync(cancellationToken: _stop);
            Expect.That(conversations.Count == 2 && conversations.Sum(one => one.Unread) >= 4, "one with demo, one with Bob");
            return string.Join(", ", conversations.Select(one =>
                string.Create(CultureInfo.InvariantCulture, $"{one.Peer.DisplayName} ({one.Unread} unread)")));
        });
    }

    private async Task EndAsync(MxitUserClient alice, MxitUserClient strictAlice)
    {
        _report.Chapter("Tokens end");
        await _report.CallAsync("mxit.OAuth.RefreshAsync(token)", async () =>
        {
            var fresh = await _app.OAuth.RefreshAsync(alice.Token, null, _stop);
            Expect.That(fresh.RefreshToken is not null && fresh.AccessToken != alice.Token.AccessToken, "both tokens are new");
            await _app.ForUser(fresh).GetUserInfoAsync(null, _stop);
            return $"until {fresh.ExpiresAt:HH:mm:ss}";
        });
        await _report.CallAsync("mxit.OAuth.RevokeAsync(token), and then a call", async () =>
        {
            var doomed = (await _app.SignInAsync("carol", _stop)).Token with { RefreshToken = null };
            var carol = _app.ForUser(doomed);
            await carol.GetUserInfoAsync(null, _stop);
            await _app.OAuth.RevokeAsync(doomed.AccessToken, null, _stop);
            await Expect.ThrowsAsync<MxitUnauthorizedException>(() => carol.GetUserInfoAsync(null, _stop));
            return nameof(MxitUnauthorizedException);
        });
        await _report.CallAsync("what belongs to one app is not for another to end", async () =>
        {
            await _app.OAuth.RevokeAsync(strictAlice.Token.AccessToken, cancellationToken: _stop);
            return (await strictAlice.GetUserInfoAsync(cancellationToken: _stop)).UserId.Value;
        });
    }

    private static string Describe(SendReceipt receipt) => $"message {receipt.MessageId}";

    private async Task<MessengerMessage> FirstAfterGreetingAsync(MxitUserClient person)
    {
        await foreach (var message in person.Messenger.ListenAsync(cancellationToken: _stop))
        {
            if (message.Body == Greeting)
            {
                return message;
            }
        }

        throw new TourException("The stream of messages should go on, and ended.");
    }
}
