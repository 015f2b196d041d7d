using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.Messages;
using Mxit.Platform.Messenger;

namespace Mxit.Platform.Tests.Messenger;

/// <summary>Conversations, which are read from several places of an index, are told as the one history that they are.</summary>
public sealed class ConversationTests
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Carol = "m10000000003";

    private static readonly DateTime Now = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseBrand.Sqlite), InlineData(DatabaseBrand.PostgreSql)]
    public async Task Whatever_the_states_of_its_messages_a_conversation_is_read_in_order_from_both_ends(DatabaseBrand provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, new FakeTimeProvider());
        var store = new MessengerStore(database.Services.GetRequiredService<IDbContextFactory<MxitDbContext>>());
        var history = History(new Random(7)).ToList();
        await database.AddAsync([.. history.Select((entry, index) => ToMessage(entry, index + 1)), .. history]);
        foreach (var peer in new[] { Bob, Carol })
        {
            var expected = history.Where(entry => entry.PeerId == peer && IsVisible(entry))
                .Select(entry => entry.Cursor).ToList();
            foreach (var count in new[] { 1, 3, 7, 200 })
            {
                Assert.Equal(expected, await ReadForwardsAsync(store, peer, count));
                Assert.Equal(expected, await ReadBackwardsAsync(store, peer, count));
            }
        }

        Assert.Equal((600, 0), (await store.FindLastCursorAsync(Alice, Stop), await store.FindLastCursorAsync(Bob, Stop)));
        var all = await store.ListAfterAsync(Alice, null, 0, 1_000, Now, Stop);
        Assert.Equal(history.Where(IsVisible).Select(entry => entry.Cursor), all.Select(message => message.Cursor));
    }

    [Theory, InlineData(DatabaseBrand.Sqlite), InlineData(DatabaseBrand.PostgreSql)]
    public async Task The_list_has_the_newest_message_of_each_and_counts_what_is_not_read(DatabaseBrand provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, new FakeTimeProvider());
        var store = new MessengerStore(database.Services.GetRequiredService<IDbContextFactory<MxitDbContext>>());
        var history = History(new Random(11)).ToList();
        await database.AddAsync(Person(Bob), Person(Carol));
        await database.AddAsync([.. history.Select((entry, index) => ToMessage(entry, index + 1)), .. history]);

        var conversations = await store.ListConversationsAsync(Alice, Now, Stop);

        var expected = history.Where(IsVisible).GroupBy(entry => entry.PeerId)
            .Select(group =>
                (group.Key, Unread: group.Count(entry => entry.Incoming && entry.ReadUtc is null),
                    Last: group.Max(entry => entry.Cursor)))
            .OrderByDescending(head => head.Last);
        Assert.Equal(expected, conversations.Select(one => (one.Peer.Id, one.Unread, one.Last.Cursor)));
    }

    private static bool IsVisible(InboxEntry entry) =>
        !entry.Incoming || entry.DeliveredUtc is not null || entry.ExpiresUtc > Now;

    private static async Task<List<long>> ReadForwardsAsync(MessengerStore store, string peer, int count)
    {
        var cursors = new List<long>();
        List<MessageReply> page;
        do
        {
            page = await store.ListAfterAsync(Alice, peer, cursors.LastOrDefault(), count, Now, Stop);
            cursors.AddRange(page.Select(message => message.Cursor));
        }
        while (page.Count > 0);
        return cursors;
    }

    private static async Task<List<long>> ReadBackwardsAsync(MessengerStore store, string peer, int count)
    {
        var cursors = new List<long>();
        List<MessageReply> page;
        do
        {
            page = await store.ListNewestAsync(Alice, peer, cursors.Count == 0 ? long.MaxValue : cursors[0], count, Now, Stop);
            cursors.InsertRange(0, page.Select(message => message.Cursor));
        }
        while (page.Count > 0);
        return cursors;
    }

    // Every state beside every other, the expired among them.
    private static IEnumerable<InboxEntry> History(Random random)
    {
        for (var position = 1; position <= 60; position++)
        {
            var state = random.Next(5);
            yield return new InboxEntry
            {
                OwnerId = Alice,
                Cursor = position * 10,
                PeerId = random.Next(2) == 0 ? Bob : Carol,
                Incoming = state != 4,
                MessagePosition = position,
                ExpiresUtc = state == 4 ? null : Now.AddMinutes(state == 3 ? -1 : 1),
                DeliveredUtc = state is 1 or 2 ? Now.AddMinutes(-3) : null,
                ReadUtc = state == 2 ? Now.AddMinutes(-2) : null,
            };
        }
    }

    private static Message ToMessage(InboxEntry entry, int number) => new()
    {
        Position = entry.MessagePosition,
        Lane = 0,
        Id = Guid.CreateVersion7(new DateTimeOffset(Now).AddMinutes(number)),
        SenderId = entry.Incoming ? entry.PeerId : Alice,
        SenderIsApp = false,
        Recipients = entry.Incoming ? Alice : entry.PeerId,
        Body = $"text {number}",
        ContainsMarkup = false,
        Spool = true,
        AcceptedUtc = Now.AddMinutes(-5),
        ExpiresUtc = Now.AddMinutes(1),
    };

    private static Account Person(string userId) => new()
    {
        UserId = userId,
        DisplayName = userId,
        SecurityStamp = "stamp",
        ChangedUtc = Now,
        CreatedUtc = Now,
    };
}
