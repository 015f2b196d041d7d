using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Messages;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests;

/// <summary>What senders see of their messages: by id, as a list and live, with the client library and by plain HTTP.</summary>
public sealed class DeliveryTests
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Dave = "m10000000004";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task R_16_an_app_sees_each_state_and_delivered_only_when_the_reader_says_so(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var bob = await client.SignInAsync("bob");
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await using var listening = bob.Messenger.ListenAsync(default, cancellationToken: leaving.Token)
            .GetAsyncEnumerator(leaving.Token);

        var id = (await client.Messaging.SendMessageAsync("demo", [Bob], "hello")).MessageId!.Value;
        Assert.True(await listening.MoveNextAsync());

        // The message went over an open connection, which is not delivery.
        var accepted = await OutcomeAsync(client.Messaging.Delivery.GetAsync(id, cancellationToken: Stop));
        Assert.Equal(
            (Bob, DeliveryState.Accepted, default(DeliveryReason?)), (accepted.UserId.Value, accepted.State, accepted.Reason));
        Assert.Empty(await ListAsync(client.Messaging.Delivery.ListChangesAsync(default, cancellationToken: Stop)));

        var cursor = listening.Current.Cursor;
        await bob.Messenger.MarkDeliveredAsync(cursor, cancellationToken: Stop);
        Assert.Equal(
            DeliveryState.Delivered, (await OutcomeAsync(client.Messaging.Delivery.GetAsync(id, cancellationToken: Stop))).State);
        var delivered = Assert.Single(
            await ListAsync(client.Messaging.Delivery.ListChangesAsync(default, cancellationToken: Stop)));
        Assert.Equal(
            (id, Bob, DeliveryState.Delivered, default(DeliveryReason?)),
            (delivered.MessageId, delivered.UserId.Value, delivered.State, delivered.Reason));

        await bob.Messenger.MarkReadAsync(cursor, cancellationToken: Stop);
        Assert.Equal(
            DeliveryState.Read, (await OutcomeAsync(client.Messaging.Delivery.GetAsync(id, cancellationToken: Stop))).State);

        // One change at a time: DeliveryState.Delivered has given way.
        var read = Assert.Single(await ListAsync(client.Messaging.Delivery.ListChangesAsync(default, cancellationToken: Stop)));
        Assert.Equal((id, Bob, DeliveryState.Read), (read.MessageId, read.UserId.Value, read.State));
        Assert.True(
            long.Parse(read.Cursor.Value, CultureInfo.InvariantCulture) > long.Parse(
                delivered.Cursor.Value, CultureInfo.InvariantCulture));
        Assert.Equal(
            read, Assert.Single(
                await ListAsync(client.Messaging.Delivery.ListChangesAsync(delivered.Cursor, cancellationToken: Stop))));
        Assert.Empty(await ListAsync(client.Messaging.Delivery.ListChangesAsync(read.Cursor, cancellationToken: Stop)));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task R_16_a_person_sees_the_states_of_messages_sent_by_whichever_way(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        var bob = await client.SignInAsync("bob");
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await using var news = alice.Messaging.Delivery.ListenAsync(default, cancellationToken: ending.Token)
            .GetAsyncEnumerator(ending.Token);

        var sent =
            (await alice.Messaging.SendUserToUserMessageAsync(
                new OutgoingMessage { Body = "by the old API" }, [Bob], cancellationToken: Stop)).MessageId!.Value;
        var written = (await alice.Messenger.SendMessageAsync(Bob, "by the new one", cancellationToken: Stop)).MessageId!.Value;
        Assert.Equal(
            DeliveryState.Accepted, (await OutcomeAsync(alice.Messaging.Delivery.GetAsync(sent, cancellationToken: Stop))).State);
        var last = await LastCursorAsync(bob, 2);
        await bob.Messenger.MarkDeliveredAsync(last, cancellationToken: Stop);

        Assert.Equal([(sent, DeliveryState.Delivered), (written, DeliveryState.Delivered)], await TakeAsync(news, 2));
        await bob.Messenger.MarkReadAsync(last, cancellationToken: Stop);
        Assert.Equal([(sent, DeliveryState.Read), (written, DeliveryState.Read)], await TakeAsync(news, 2));
        Assert.Equal(
            DeliveryState.Read, (await OutcomeAsync(alice.Messaging.Delivery.GetAsync(written, cancellationToken: Stop))).State);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task R_17_each_recipient_who_does_not_get_it_has_a_reason(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var carol = await client.SignInAsync("carol");

        var offline =
            (await client.Messaging.SendMessageAsync(
                new OutgoingMessage { From = "demo", Body = "now or never", Spool = false }, [Bob], cancellationToken: Stop))
                    .MessageId!.Value;
        var stranger =
            (await carol.Messaging.SendUserToUserMessageAsync(
                new OutgoingMessage { Body = "who?" }, [Dave, Bob], cancellationToken: Stop)).MessageId!.Value;

        // A stranger learns nothing of whether somebody is there.
        var unknown =
            (await carol.Messaging.SendUserToUserMessageAsync(
                new OutgoingMessage { Body = "there?", Spool = false }, [Dave], cancellationToken: Stop)).MessageId!.Value;
        var offlineOutcome = await SettledAsync(() => client.Messaging.Delivery.GetAsync(offline, cancellationToken: Stop), Bob);
        Assert.Equal((DeliveryState.NotAccepted, DeliveryReason.Offline), (offlineOutcome.State, offlineOutcome.Reason));
        var strangerOutcome = await SettledAsync(
            () => carol.Messaging.Delivery.GetAsync(stranger, cancellationToken: Stop), Dave);
        Assert.Equal((DeliveryState.NotAccepted, DeliveryReason.NotContact), (strangerOutcome.State, strangerOutcome.Reason));
        Assert.Equal(
            DeliveryState.Accepted,
            (await carol.Messaging.Delivery.GetAsync(stranger, cancellationToken: Stop))
                .Recipients.Single(one => one.UserId == Bob).State);
        Assert.Equal(
            DeliveryReason.NotContact,
            (await SettledAsync(() => carol.Messaging.Delivery.GetAsync(unknown, cancellationToken: Stop), Dave)).Reason);

        var change = Assert.Single(await ListAsync(client.Messaging.Delivery.ListChangesAsync(default, cancellationToken: Stop)));
        Assert.Equal(
            (offline, Bob, DeliveryState.NotAccepted, DeliveryReason.Offline),
            (change.MessageId, change.UserId.Value, change.State, change.Reason));
        Assert.DoesNotContain("now or never", await server.TextsAsync("bob", 1));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task R_17_without_spooling_somebody_who_listens_gets_it(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        using var online = server.Get<MessageNews>().Listen(Bob);

        var id = (
            await client.Messaging.SendMessageAsync(
                new OutgoingMessage { From = "demo", Body = "now", Spool = false }, [Bob], cancellationToken: Stop))
                    .MessageId!.Value;

        Assert.Equal(["now"], await server.TextsAsync("bob", 1));
        Assert.Equal(
            DeliveryState.Accepted, (await OutcomeAsync(client.Messaging.Delivery.GetAsync(id, cancellationToken: Stop))).State);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task R_18_what_expired_is_never_shown_and_its_sender_hears_of_it_live(MxitTestDatabase provider)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await Server.StartAsync(provider, options => options.TimeProvider = clock);
        using var client = server.CreateClient();
        var id = (await client.Messaging.SendMessageAsync(
            new OutgoingMessage { From = "demo", Body = "for a minute", SpoolTimeout = TimeSpan.FromMinutes(1) }, [Alice, Bob],
            cancellationToken: Stop)).MessageId!.Value;
        var alice = await client.SignInAsync("alice");
        var bob = await client.SignInAsync("bob");
        await alice.Messenger.MarkDeliveredAsync(await LastCursorAsync(alice, 1), cancellationToken: Stop);
        await LastCursorAsync(bob, 1);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await using var news = client.Messaging.Delivery.ListenAsync(default, cancellationToken: ending.Token)
            .GetAsyncEnumerator(ending.Token);
        Assert.Equal([(id, DeliveryState.Delivered)], await TakeAsync(news, 1));

        clock.Advance(TimeSpan.FromMinutes(1));

        // By its id at once, also before it is removed.
        var delivery = await client.Messaging.Delivery.GetAsync(id, cancellationToken: Stop);
        Assert.Equal([DeliveryState.Delivered, DeliveryState.Expired], delivery.Recipients.Select(one => one.State));
        Assert.Empty(await server.TextsAsync("bob", 0));
        Assert.Equal(["for a minute"], await server.TextsAsync("alice", 1));
        await bob.Messenger.MarkDeliveredAsync(new Cursor($"{long.MaxValue}"), cancellationToken: Stop);
        var next = news.MoveNextAsync().AsTask();
        await WaitFor.ConditionAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            return next.IsCompleted;
        });
        Assert.True(await next);
        Assert.Equal(
            (id, Bob, DeliveryState.Expired, default(DeliveryReason?)),
            (news.Current.MessageId, news.Current.UserId.Value, news.Current.State, news.Current.Reason));
        Assert.Equal(
            [DeliveryState.Delivered, DeliveryState.Expired],
            (await client.Messaging.Delivery.GetAsync(id, cancellationToken: Stop)).Recipients.Select(one => one.State));
        Assert.Empty(await server.TextsAsync("bob", 0));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task R_19_a_full_spool_refuses_the_new_message_keeps_the_old_ones_and_opens_with_the_next_acknowledgement(
        MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(
            provider, options => options.Settings["Mxit:Messages:MaxWaitingFromOne"] = "2");
        using var client = server.CreateClient();
        var ids = new List<MessageId>();
        foreach (var text in new[] { "1", "2", "3" })
        {
            ids.Add((await client.Messaging.SendMessageAsync("demo", [Bob], text, cancellationToken: Stop)).MessageId!.Value);
        }

        var refused = await SettledAsync(() => client.Messaging.Delivery.GetAsync(ids[2], cancellationToken: Stop), Bob);
        Assert.Equal((DeliveryState.NotAccepted, DeliveryReason.SpoolFull), (refused.State, refused.Reason));
        Assert.Equal(["1", "2"], await server.TextsAsync("bob", 2));

        // The limit is for each sender by itself.
        var alice = await client.SignInAsync("alice");
        await alice.Messenger.SendMessageAsync(Bob, "from Alice", cancellationToken: Stop);
        Assert.Equal(["1", "2", "from Alice"], await server.TextsAsync("bob", 3));
        var bob = await client.SignInAsync("bob");
        await bob.Messenger.MarkDeliveredAsync(await LastCursorAsync(bob, 3), cancellationToken: Stop);
        await client.Messaging.SendMessageAsync("demo", [Bob], "4", cancellationToken: Stop);
        Assert.Equal(["1", "2", "from Alice", "4"], await server.TextsAsync("bob", 4));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task Nobody_sees_what_became_of_the_messages_of_others(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        var bob = await client.SignInAsync("bob");
        var fromApp = (await client.Messaging.SendMessageAsync("demo", [Alice, Bob], "from the app", cancellationToken: Stop))
            .MessageId!.Value;
        var fromAlice = (await alice.Messenger.SendMessageAsync(Bob, "from Alice", cancellationToken: Stop)).MessageId!.Value;
        await bob.Messenger.MarkReadAsync(await LastCursorAsync(bob, 2), cancellationToken: Stop);

        await Assert.ThrowsAsync<MxitNotFoundException>(
            () => client.Messaging.Delivery.GetAsync(fromAlice, cancellationToken: Stop));
        await Assert.ThrowsAsync<MxitNotFoundException>(
            () => alice.Messaging.Delivery.GetAsync(fromApp, cancellationToken: Stop));
        await Assert.ThrowsAsync<MxitNotFoundException>(
            () => bob.Messaging.Delivery.GetAsync(fromAlice, cancellationToken: Stop));
        Assert.Equal(
            [fromApp], (await ListAsync(client.Messaging.Delivery.ListChangesAsync(default, cancellationToken: Stop))).Select(
                change => change.MessageId));
        Assert.Equal(
            [fromAlice], (await ListAsync(alice.Messaging.Delivery.ListChangesAsync(default, cancellationToken: Stop))).Select(
                change => change.MessageId));
        Assert.Empty(await ListAsync(bob.Messaging.Delivery.ListChangesAsync(default, cancellationToken: Stop)));
    }

    [Fact]
    public async Task Rubbish_is_refused_with_a_reason_and_tokens_need_the_scope()
    {
        await using var server = await Server.StartAsync();
        var app = await server.AppTokenAsync("message/send");
        foreach (var path in new[]
        {
            "/delivery/messages/rubbish", "/delivery/messages/%27%20OR%201=1",
            "/delivery/changes?after=-1", "/delivery/changes?after=x", "/delivery/changes?after=99999999999999999999",
            "/delivery/changes?limit=0", "/delivery/changes?limit=201", "/delivery/events?after=x",
        })
        {
            var answer = await server.GetAsync(path, app);
            Assert.True(answer.Status == 400, $"{path}: {answer.Status}");
            Assert.Contains(
                path.StartsWith("/delivery/messages", StringComparison.Ordinal) ? "UUID" : "must be", answer.Body,
                StringComparison.Ordinal);
        }

        Assert.Equal(404, (await server.GetAsync($"/delivery/messages/{Guid.Empty}", app)).Status);
        Assert.Equal(401, (await server.GetAsync("/delivery/changes", null)).Status);
        var profile = await server.AppTokenAsync("profile/public");
        var sender = await server.UserTokenAsync("alice", "message/user");
        Assert.Equal(403, (await server.GetAsync($"/delivery/messages/{Guid.Empty}", profile)).Status);
        Assert.Equal(404, (await server.GetAsync($"/delivery/messages/{Guid.Empty}", sender)).Status);
        Assert.Equal(403, (await server.GetAsync("/delivery/changes", sender)).Status);
        Assert.Equal(403, (await server.GetAsync("/delivery/events", sender)).Status);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task A_listener_that_comes_back_misses_no_change_and_hears_none_twice(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var client = server.CreateClient();
        var bob = await client.SignInAsync("bob");
        var ids = new List<MessageId>();
        for (var n = 0; n < 30; n++)
        {
            ids.Add((await client.Messaging.SendMessageAsync("demo", [Bob], $"{n}", cancellationToken: Stop)).MessageId!.Value);
        }

        var marking = Task.Run(
            async () =>
            {
                await foreach (var message in bob.Messenger.ListenAsync(default, cancellationToken: Stop))
                {
                    await bob.Messenger.MarkDeliveredAsync(message.Cursor, cancellationToken: Stop);
                    if (message.Body == "29")
                    {
                        return;
                    }
                }
            },
            Stop);
        var heard = new List<MessageId>();
        var cursor = Cursor.Start;
        while (heard.Count < ids.Count)
        {
            await foreach (var change in client.Messaging.Delivery.ListenAsync(cursor, cancellationToken: Stop))
            {
                heard.Add(change.MessageId);
                cursor = change.Cursor;
                if (heard.Count % 7 == 0 || heard.Count == ids.Count)
                {
                    break;
                }
            }
        }

        await marking;
        Assert.Equal(ids, heard);
    }

    private static async Task<RecipientDelivery> OutcomeAsync(Task<MessageDelivery> asked) =>
        Assert.Single((await asked).Recipients);

    // Refusals are the dispatcher's, which comes a moment after the answer.
    private static async Task<RecipientDelivery> SettledAsync(Func<Task<MessageDelivery>> ask, string userId) =>
        await WaitFor.ValueAsync(
            async () => (await ask()).Recipients.Single(one => one.UserId == userId), one => one.State != DeliveryState.Accepted);

    private static async Task<List<DeliveryChange>> ListAsync(IAsyncEnumerable<DeliveryChange> changes) =>
        await changes.ToListAsync(Stop);

    private static async Task<List<(MessageId, DeliveryState)>> TakeAsync(IAsyncEnumerator<DeliveryChange> news, int count)
    {
        var taken = new List<(MessageId, DeliveryState)>();
        while (taken.Count < count && await news.MoveNextAsync())
        {
            taken.Add((news.Current.MessageId, news.Current.State));
        }

        return taken;
    }

    private static async Task<Cursor> LastCursorAsync(MxitUserClient person, int expected)
    {
        var messages = await WaitFor.ValueAsync(
            async () => await person.Messenger.ListMessagesAsync(cancellationToken: Stop).ToListAsync(Stop),
            all => all.Count >= expected);
        return messages[^1].Cursor;
    }
}
