using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Delivery;
using Mxit.Platform.Messages;
using static Mxit.Platform.Tests.Delivery.DeliveryDatabase;

namespace Mxit.Platform.Tests.Delivery;

/// <summary>The list of changes: nothing is passed over, whoever writes beside whom; and what waits has limits.</summary>
public sealed class DeliveryFeedTests
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public static TheoryData<DatabaseBrand> Databases => [DatabaseBrand.Sqlite, DatabaseBrand.PostgreSql];

    [Theory, MemberData(nameof(Databases))]
    public async Task R_14_a_reader_of_the_feed_sees_every_change_once_while_marks_and_refusals_are_written(
        DatabaseBrand provider)
    {
        const int Messages = 300;
        await using var database = await DeliveryDatabase.CreateAsync(provider);
        await database.AppendAsync(Messages, Week, Alice, Bob);
        await database.DispatchAsync();
        var cursors = await database.Inner.QueryAsync(context =>
            Task.FromResult(context.Set<InboxEntry>().Select(entry => new { entry.OwnerId, entry.Cursor }).ToList()));

        // Carol does not have the app: each of these is a refusal, numbered by the dispatcher between the marks of others. A log
        // is written by one caller at a time, so several servers are several logs.
        await database.AppendAsync(Messages, Week, Carol);

        var writing = Task.WhenAll(
            [Task.Run(() => database.DispatchAsync(limit: 5)), .. new[] { Alice, Bob }.Select(
                owner => Task.Run(() => WriteOneByOneAsync(owner)))]);
        var seen = new List<DeliveryChangeReply>();
        var after = 0L;
        for (var last = false; ;)
        {
            last = writing.IsCompleted;
            IReadOnlyList<DeliveryChangeReply> changes;
            while ((changes = await database.ChangesAsync(after)).Count > 0)
            {
                seen.AddRange(changes);
                after = changes[^1].Cursor;
            }

            if (last)
            {
                break;
            }
        }

        await writing;
        Assert.Equal(Messages * 3, seen.Count);
        Assert.Equal(Messages * 3, seen.Select(change => (change.MessageId, change.UserId)).Distinct().Count());
        Assert.Equal(seen.Select(change => change.Cursor).Order(), seen.Select(change => change.Cursor));
        Assert.Equal(
            [(Alice, "delivered", Messages), (Bob, "delivered", Messages), (Carol, "notAccepted", Messages)],
            seen.GroupBy(change => (change.UserId, change.State))
                .Select(group => (group.Key.UserId, group.Key.State, group.Count())).Order());

        async Task WriteOneByOneAsync(string owner)
        {
            var log = ActivatorUtilities.CreateInstance(database.Inner.Services, database.Marks.GetType());
            try
            {
                foreach (var cursor in cursors.Where(entry => entry.OwnerId == owner).Select(entry => entry.Cursor).Order())
                {
                    await ((IAcknowledgementLog)log).WriteAsync(
                        [new Acknowledgement(owner, null, cursor, false)], TestContext.Current.CancellationToken);
                }
            }
            finally
            {
                await (log is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask);
            }
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task R_16_a_mark_changes_only_what_it_is_about_and_repeating_it_changes_nothing(DatabaseBrand provider)
    {
        await using var database = await DeliveryDatabase.CreateAsync(provider);
        var first = await database.SendAsync(Week, Alice, Bob);
        var cursor = await database.Inner.QueryAsync(context =>
            Task.FromResult(context.Set<InboxEntry>().Where(entry => entry.OwnerId == Alice).Max(entry => entry.Cursor)));
        var second = await database.SendAsync(Week, Alice);

        await database.MarkAsync(Alice, cursor);
        await database.MarkAsync(Alice, cursor);
        await database.Marks.WriteAsync(
            [new Acknowledgement(Alice, "other", long.MaxValue, true)], TestContext.Current.CancellationToken);

        Assert.Equal([$"{Alice} delivered", $"{Bob} accepted"], await database.OutcomesAsync(first));
        Assert.Equal([$"{Alice} accepted"], await database.OutcomesAsync(second));
        var change = Assert.Single(await database.ChangesAsync());

        // Read is more than delivered, also at once; delivered is never less than read.
        await database.MarkAsync(Alice, isRead: true);
        await database.MarkAsync(Alice);
        Assert.Equal([$"{Alice} read", $"{Bob} accepted"], await database.OutcomesAsync(first));
        Assert.Equal(
            [(first, "read"), (second, "read")], (await database.ChangesAsync(change.Cursor)).Select(
                one => (one.MessageId, one.State)));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task R_19_what_waits_from_all_senders_is_limited_and_what_expired_does_not_count(DatabaseBrand provider)
    {
        await using var database = await DeliveryDatabase.CreateAsync(
            provider, services => services.Configure<MessageSettings>(settings => settings.MaxWaiting = 3));
        var kept = await database.SendAsync(TimeSpan.FromMinutes(1), Alice, Bob);
        await database.SendAsync(Week, Alice);
        await database.SendAsync(Week, Alice);

        var refused = await database.SendAsync(Week, Alice, Bob);

        Assert.Equal([$"{Alice} accepted", $"{Bob} accepted"], await database.OutcomesAsync(kept));
        Assert.Equal([$"{Alice} notAccepted spoolFull", $"{Bob} accepted"], await database.OutcomesAsync(refused));
        Assert.Equal("spoolFull", Assert.Single(await database.ChangesAsync()).Reason);
        database.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([$"{Alice} accepted"], await database.OutcomesAsync(await database.SendAsync(Week, Alice)));
        Assert.Equal([$"{Alice} notAccepted spoolFull"], await database.OutcomesAsync(await database.SendAsync(Week, Alice)));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task R_19_the_limit_holds_within_one_pass_of_the_dispatcher(DatabaseBrand provider)
    {
        await using var database = await DeliveryDatabase.CreateAsync(
            provider, services => services.Configure<MessageSettings>(settings => settings.MaxWaitingFromOne = 4));
        var ids = await database.AppendAsync(7, Week, Alice);
        await database.DispatchAsync();

        var outcomes = new List<string>();
        foreach (var id in ids)
        {
            outcomes.AddRange(await database.OutcomesAsync(id));
        }

        Assert.Equal(
            [.. Enumerable.Repeat($"{Alice} accepted", 4), .. Enumerable.Repeat($"{Alice} notAccepted spoolFull", 3)], outcomes);
    }
}
