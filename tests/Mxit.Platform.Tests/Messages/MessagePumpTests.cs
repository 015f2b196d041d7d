using System.Collections.Concurrent;
using System.Globalization;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Data;
using Mxit.Platform.Messages;
using Mxit.Platform.Streams;
using Mxit.Platform.Tests.Kit;
using Mxit.TestKit;
using static Mxit.Platform.Tests.Kit.Entries;

namespace Mxit.Platform.Tests.Messages;

/// <summary>The queue and the loops behind it: sharing commits, order under load, what a failure does to whom.</summary>
public sealed class MessagePumpTests
{
    private const string App = "demo";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public static TheoryData<DatabaseBrand> Databases => [DatabaseBrand.Sqlite, DatabaseBrand.PostgreSql];

    [Theory, MemberData(nameof(Databases))]
    public async Task R_13_many_senders_at_once_keep_their_own_order_and_everything_arrives_once(DatabaseBrand provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, _clock);
        string[] readers = ["m10000000001", "m10000000002", "m10000000003"];
        string[] senders = [.. Enumerable.Range(0, 16).Select(n => $"app{n}")];
        await database.AddAsync([.. readers.SelectMany(reader => senders.Select(sender => Has(reader, sender)))]);
        await using var pump = await StartAsync(database.Log, database.News);

        await Task.WhenAll(senders.Select(async sender =>
        {
            for (var n = 0; n < 60; n++)
            {
                var outcome = await pump.Queue.AppendAsync(Message(sender, n.ToString(CultureInfo.InvariantCulture), readers));
                Assert.Equal(AppendOutcome.Appended, outcome);
            }
        }));

        var expected = senders.SelectMany(sender => Enumerable.Range(0, 60).Select(n => $"{sender} {n}")).Order().ToList();
        foreach (var reader in readers)
        {
            await WaitFor.ConditionAsync(async () =>
                await database.QueryAsync(
                    context => context.Set<InboxEntry>().CountAsync(entry => entry.OwnerId == reader)) >= 960);
            var inbox = await database.QueryAsync(context => context.Set<InboxEntry>()
                .Where(entry => entry.OwnerId == reader)
                .OrderBy(entry => entry.Cursor)
                .Join(context.Set<Message>(), e => e.MessagePosition, m => m.Position, (e, m) => new { e.PeerId, m.Body })
                .ToListAsync());
            Assert.Equal(expected, inbox.Select(entry => $"{entry.PeerId} {entry.Body}").Order());
            Assert.All(inbox.GroupBy(entry => entry.PeerId), ofOne =>
                Assert.Equal(
                    Enumerable.Range(0, 60), ofOne.Select(entry => int.Parse(entry.Body, CultureInfo.InvariantCulture))));
        }
    }

    [Fact]
    public async Task R_05_all_who_wait_at_that_moment_share_one_commit()
    {
        var log = new FakeLog { Hold = new TaskCompletionSource() };
        await using var pump = await StartAsync(log, new MessageNews());
        var first = pump.Queue.AppendAsync(Message(App, "0", ["m1"]));
        await WaitFor.ConditionAsync(() => log.Batches.Count == 1);
        var riders = Enumerable.Range(1, 50).Select(n => pump.Queue.AppendAsync(Message(App, $"{n}", ["m1"]))).ToList();
        Assert.False(first.IsCompleted);

        log.Hold.SetResult();
        await Task.WhenAll([first, .. riders]);

        Assert.Equal([1, 50], log.Batches.Select(batch => batch.Count).Take(2));
    }

    [Theory]
    [InlineData(12, 20, 12)]
    [InlineData(12, 11, 11)]
    [InlineData(3, 20, 10)] // A quarter more than is accepted, so that what was left over is caught up.
    public async Task Who_waits_for_an_answer_does_not_wait_for_all_inboxes_and_those_follow(
        int whileAccepting, int atMost, int expected)
    {
        var log = new FakeLog { Hold = new TaskCompletionSource() };
        await using var pump = await StartAsync(
            log, new MessageNews(), new MessageSettings { DispatchBatchWhileAccepting = whileAccepting, DispatchBatch = atMost });
        var first = pump.Queue.AppendAsync(Message(App, "first", ["m10000000001"]));
        await WaitFor.ConditionAsync(() => log.Batches.Count == 1);
        var eight = Enumerable.Range(0, 8)
            .Select(n => pump.Queue.AppendAsync(Message(App, $"rider {n}", ["m10000000001"]))).ToList();

        log.Hold.SetResult();
        await Task.WhenAll([first, .. eight]);
        await WaitFor.ConditionAsync(() => log.Passes.SkipWhile(pass => pass.Appends != 8).Any(pass => pass.Appends == 0));

        Assert.Equal(expected, log.Passes.Single(pass => pass.Appends == 8).DispatchLimit);
        Assert.Equal(atMost, log.Passes.Last(pass => pass.Appends == 0).DispatchLimit);
    }

    [Fact]
    public async Task While_nobody_sends_more_and_more_is_dispatched_at_a_time()
    {
        var log = new FakeLog { EmptyPasses = 6 };
        var settings = new MessageSettings { DispatchBatchWhileAccepting = 10, DispatchBatch = 100 };
        await using var pump = await StartAsync(log, new MessageNews(), settings);

        await WaitFor.ConditionAsync(() => log.Passes.Count == 6);
        await pump.Queue.AppendAsync(Message(App, "one who sends", ["m1"]));
        await WaitFor.ConditionAsync(() => log.Passes.Count == 8);

        Assert.Equal([(0, 10), (0, 20), (0, 40), (0, 80), (0, 100), (0, 100), (1, 10), (0, 20)], log.Passes);
    }

    [Theory]
    [InlineData(30, 10)] // Up to half of the limit, senders come first.
    [InlineData(50, 10)]
    [InlineData(75, 55)]
    [InlineData(100, 100)]
    [InlineData(150, 100)]
    public async Task The_further_the_dispatcher_is_behind_the_more_it_takes_of_a_commit(int waiting, int expected)
    {
        var log = new FakeLog { DispatchStandsStill = true };
        var settings = new MessageSettings { DispatchBatchWhileAccepting = 10, DispatchBatch = 100, MaxUndispatched = 100 };
        await using var pump = await StartAsync(log, new MessageNews(), settings);

        await pump.Queue.AppendAsync(Message(App, "for many", [.. Enumerable.Range(0, waiting).Select(n => $"m{n}")]));

        Assert.Equal(expected, log.Passes.Single(pass => pass.Appends == 1).DispatchLimit);
    }

    [Fact]
    public async Task R_27_a_message_that_the_database_refuses_takes_no_other_with_it()
    {
        var log = new FakeLog { Refuses = message => message.Body == "poison", Hold = new TaskCompletionSource() };
        await using var pump = await StartAsync(log, new MessageNews());
        var first = pump.Queue.AppendAsync(Message(App, "first", ["m1"]));
        await WaitFor.ConditionAsync(() => log.Batches.Count == 1);
        var good = pump.Queue.AppendAsync(Message(App, "good", ["m1"]));
        var bad = pump.Queue.AppendAsync(Message(App, "poison", ["m1"]));
        var alsoGood = pump.Queue.AppendAsync(Message(App, "also good", ["m1"]));

        log.Hold.SetResult();

        Assert.Equal(
            [AppendOutcome.Appended, AppendOutcome.Appended, AppendOutcome.Failed, AppendOutcome.Appended],
            await Task.WhenAll(first, good, bad, alsoGood));
        Assert.Equal(["first", "good", "also good"], log.Written.Select(message => message.Body));
    }

    [Fact]
    public async Task A_dispatch_that_fails_does_not_keep_senders_out()
    {
        var log = new FakeLog { DispatchFails = true };
        await using var pump = await StartAsync(log, new MessageNews());

        // However long the dispatcher waits for its next attempt.
        for (var n = 0; n < 3; n++)
        {
            Assert.Equal(AppendOutcome.Appended, await pump.Queue.AppendAsync(Message(App, "accepted all the same", ["m1"])));
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_dispatcher_that_cannot_proceed_makes_the_server_not_ready_is_told_once_and_recovers(bool writerDispatches)
    {
        var log = new FakeLog { WriterDispatches = writerDispatches, DispatchFails = true };
        var warnings = new Warnings();
        await using var pump = await StartAsync(log, new MessageNews(), logTo: warnings);

        await AdvanceUntilAsync(() => log.Failures.Count >= 10);

        Assert.Contains("cannot be moved to inboxes", Assert.Single(pump.Readiness.Faults), StringComparison.Ordinal);
        Assert.Contains("The database refuses.", Assert.Single(warnings.Lines), StringComparison.Ordinal);
        Assert.All(
            log.Failures.Zip(log.Failures.Skip(1)).Skip(6),
            pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(16)));
        log.DispatchFails = false;
        await AdvanceUntilAsync(() => pump.Readiness.Faults.Count == 0);
        Assert.Equal(AppendOutcome.Appended, await pump.Queue.AppendAsync(Message(App, "as before", ["m1"])));
    }

    [Fact]
    public void Attempts_to_dispatch_are_made_less_and_less_often_and_each_reason_is_told_once()
    {
        var readiness = new Readiness();
        var warnings = new Warnings();
        var backoff = new DispatchBackoff(readiness, _clock, warnings);
        backoff.Suspect();
        Assert.Equal((true, TimeSpan.Zero), (backoff.IsFailing, backoff.Pause));
        backoff.Succeed();
        Assert.False(backoff.IsFailing);

        var pauses = new List<double>();
        for (var attempt = 0; attempt < 9; attempt++)
        {
            Assert.Equal(attempt > 1, readiness.Faults.Count > 0);
            backoff.Fail(new InvalidOperationException(attempt < 5 ? "one" : "another"), isTold: false);
            pauses.Add(backoff.Pause.TotalSeconds);
        }

        Assert.Equal([0, 1, 2, 4, 8, 16, 30, 30, 30], pauses);
        Assert.Equal(2, warnings.Lines.Count);
        _clock.Advance(TimeSpan.FromSeconds(12));
        Assert.Equal(TimeSpan.FromSeconds(18), backoff.Pause);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.Zero, backoff.Pause);
        backoff.Succeed();
        Assert.Equal((false, 0), (backoff.IsFailing, readiness.Faults.Count));
        backoff.Fail(new InvalidOperationException("one"), isTold: false);
        Assert.Equal(3, warnings.Lines.Count);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task What_somebody_breaks_while_the_server_runs_is_mended_and_messages_go_on(DatabaseBrand provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, _clock);
        await database.AddAsync(Has("m10000000001", App));
        await using var pump = await StartAsync(database.Log, database.News);
        await SendAsync("1", expected: 1);
        var last = await database.QueryAsync(context => context.Set<InboxEntry>().MaxAsync(entry => entry.Cursor));
        await database.AddAsync(new InboxEntry
        {
            OwnerId = "m19999999999",
            Cursor = last + 1,
            PeerId = "somebody",
            Incoming = true,
            MessagePosition = 1,
            ExpiresUtc = DateTime.UnixEpoch,
        });

        await SendAsync("2", expected: 2);
        await SendAsync("3", expected: 3);

        Assert.Empty(pump.Readiness.Faults);

        async Task SendAsync(string text, int expected)
        {
            Assert.Equal(AppendOutcome.Appended, await pump.Queue.AppendAsync(Message(App, text, ["m10000000001"])));
            await AdvanceUntilAsync(async () => await database.QueryAsync(context =>
                context.Set<InboxEntry>().CountAsync(entry => entry.OwnerId == "m10000000001")) == expected);
        }
    }

    [Fact]
    public async Task R_06_a_full_queue_turns_the_next_one_away_and_loses_none_of_those_in_line()
    {
        var log = new FakeLog { Hold = new TaskCompletionSource() };
        await using var pump = await StartAsync(log, new MessageNews(), new MessageSettings { QueueLength = 3 });
        var first = pump.Queue.AppendAsync(Message(App, "0", ["m1"]));
        await WaitFor.ConditionAsync(() => log.Batches.Count == 1);
        var inLine = Enumerable.Range(1, 3).Select(n => pump.Queue.AppendAsync(Message(App, $"{n}", ["m1"]))).ToList();

        Assert.Equal(AppendOutcome.Overloaded, await pump.Queue.AppendAsync(Message(App, "4", ["m1"])));

        log.Hold.SetResult();
        Assert.All(await Task.WhenAll([first, .. inLine]), outcome => Assert.Equal(AppendOutcome.Appended, outcome));
    }

    [Fact]
    public async Task R_06_a_dispatcher_far_behind_turns_senders_away_until_it_has_caught_up()
    {
        var log = new FakeLog { DispatchStandsStill = true };
        await using var pump = await StartAsync(log, new MessageNews(), new MessageSettings { MaxUndispatched = 5 });
        await pump.Queue.AppendAsync(Message(App, "six people", ["m1", "m2", "m3", "m4", "m5", "m6"]));
        await WaitFor.ConditionAsync(() => pump.Queue.IsOverloaded);

        Assert.Equal(AppendOutcome.Overloaded, await pump.Queue.AppendAsync(Message(App, "no", ["m1"])));

        log.DispatchStandsStill = false;
        pump.Queue.Dispatched(6);
        Assert.Equal(AppendOutcome.Appended, await pump.Queue.AppendAsync(Message(App, "yes", ["m1"])));
    }

    [Fact]
    public async Task R_06_what_waits_in_line_counts_before_it_is_committed()
    {
        var log = new FakeLog { DispatchStandsStill = true, Hold = new TaskCompletionSource() };
        await using var pump = await StartAsync(log, new MessageNews(), new MessageSettings { MaxUndispatched = 5 });
        var inLine = Enumerable.Range(0, 3).Select(n => pump.Queue.AppendAsync(Message(App, $"{n}", ["m1", "m2"]))).ToList();

        // Two, four, six: the one that reaches the limit is the last.
        Assert.True(pump.Queue.IsOverloaded);
        Assert.Equal(AppendOutcome.Overloaded, await pump.Queue.AppendAsync(Message(App, "no", ["m1"])));

        log.Hold.SetResult();
        Assert.All(await Task.WhenAll(inLine), outcome => Assert.Equal(AppendOutcome.Appended, outcome));
        Assert.True(pump.Queue.IsOverloaded);
        pump.Queue.Dispatched(6);
        Assert.False(pump.Queue.IsOverloaded);
    }

    [Fact]
    public async Task R_06_a_message_that_is_not_appended_leaves_its_place_to_others()
    {
        var log = new FakeLog
        {
            DispatchStandsStill = true,
            Refuses = message => message.Body == "poison",
            Repeats = message => message.Body == "again",
        };
        await using var pump = await StartAsync(
            log, new MessageNews(), new MessageSettings { MaxUndispatched = 2, QueueLength = 1 });

        for (var round = 0; round < 5; round++)
        {
            Assert.Equal(AppendOutcome.Failed, await pump.Queue.AppendAsync(Message(App, "poison", ["m1", "m2"])));
            Assert.Equal(AppendOutcome.Repeat, await pump.Queue.AppendAsync(Message(App, "again", ["m1", "m2"])));
        }

        Assert.Equal(AppendOutcome.Appended, await pump.Queue.AppendAsync(Message(App, "good", ["m1"])));
        Assert.False(pump.Queue.IsOverloaded);
    }

    [Fact]
    public async Task R_06_a_server_whose_messages_another_one_dispatches_does_not_stay_overloaded()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseBrand.PostgreSql, _clock);
        await using var dispatching = await database.Log.OpenDispatcherAsync(TestContext.Current.CancellationToken);
        await using var pump = await StartAsync(database.Log, database.News, new MessageSettings { MaxUndispatched = 5 });

        for (var n = 0; n < 20; n++)
        {
            await WaitFor.ConditionAsync(() => !pump.Queue.IsOverloaded);
            Assert.Equal(AppendOutcome.Appended, await pump.Queue.AppendAsync(Message(App, $"{n}", ["m1", "m2"])));
        }
    }

    [Fact]
    public void News_wake_everyone_who_listens_for_that_person_and_presence_follows()
    {
        Gen.Int[0, 3].Array[0, 40].Sample(steps =>
        {
            var news = new MessageNews();
            var open = new Stack<NewsListener<MessagePageReply>>();
            foreach (var step in steps)
            {
                if (step == 0 && open.Count > 0)
                {
                    open.Pop().Dispose();
                }
                else if (step > 0)
                {
                    open.Push(news.Listen("m1"));
                }

                news.Publish(["m1", "m2"]);
                Assert.Equal(open.Count > 0, news.IsOnline("m1"));
                Assert.False(news.IsOnline("m2"));
                Assert.All(open, listener => Assert.True(
                    listener.WaitAsync(TimeProvider.System, CancellationToken.None).IsCompletedSuccessfully));
            }
        });
    }

    private PendingMessage Message(string from, string body, string[] to) => Pending.Message(_clock, from, body, to);

    // What waits, waits by this clock; what works needs time of its own in between.
    private Task AdvanceUntilAsync(Func<Task<bool>> condition) => WaitFor.ConditionAsync(
        async () =>
        {
            if (await condition())
            {
                return true;
            }

            _clock.Advance(TimeSpan.FromSeconds(1));
            return false;
        },
        TimeSpan.FromMinutes(2),
        TestContext.Current.CancellationToken);

    private Task AdvanceUntilAsync(Func<bool> condition) => AdvanceUntilAsync(() => Task.FromResult(condition()));

    private async Task<RunningPump> StartAsync(
        IMessageLog log, MessageNews news, MessageSettings? settings = null, Warnings? logTo = null)
    {
        var options = Options.Create(settings ?? new MessageSettings());
        var queue = new MessageQueue(options);
        var readiness = new Readiness();
        readiness.Succeed("test");
        ILogger<MessagePump> logger = logTo is null
            ? NullLogger<MessagePump>.Instance
            : new Logger<MessagePump>(new OneLog(logTo));
        if (log is FakeLog fake)
        {
            fake.Clock = _clock;
        }

        var pump = new MessagePump(
            log, queue, news, new DeliveryNews(), readiness, StorageMonitors.Of(readiness, _clock), options, _clock, logger);
        await pump.StartAsync(TestContext.Current.CancellationToken);
        return new RunningPump(pump, queue, readiness);
    }

    private sealed class OneLog(Warnings warnings) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => warnings;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }

    private sealed class RunningPump(MessagePump pump, MessageQueue queue, Readiness readiness) : IAsyncDisposable
    {
        public MessageQueue Queue => queue;

        public Readiness Readiness => readiness;

        public async ValueTask DisposeAsync()
        {
            await pump.StopAsync(CancellationToken.None);
            pump.Dispose();
        }
    }

    // Faults that a real database shows only on a bad day.
    private sealed class FakeLog : IMessageLog, IMessageWriter
    {
        public ConcurrentQueue<List<PendingMessage>> Batches { get; } = new();

        public ConcurrentQueue<PendingMessage> Written { get; } = new();

        public ConcurrentQueue<(int Appends, int DispatchLimit)> Passes { get; } = new();

        public TaskCompletionSource? Hold { get; init; }

        public Func<PendingMessage, bool> Refuses { get; init; } = _ => false;

        public Func<PendingMessage, bool> Repeats { get; init; } = _ => false;

        public bool DispatchFails { get; set; }

        /// <summary>When dispatching failed.</summary>
        public ConcurrentQueue<DateTimeOffset> Failures { get; } = new();

        public TimeProvider Clock { get; set; } = TimeProvider.System;

        public bool DispatchStandsStill { get; set; }

        /// <summary>How many passes find something to dispatch before anybody has sent.</summary>
        public int EmptyPasses { get; init; }

        public int Writers => 1;

        public bool WriterDispatches { get; init; } = true;

        public Task<IMessageWriter> OpenWriterAsync(CancellationToken cancellationToken) => Task.FromResult<IMessageWriter>(this);

        public Task<IMessageWriter?> OpenDispatcherAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IMessageWriter?>(this);

        public async ValueTask<WriteResult> WriteAsync(
            IReadOnlyList<PendingMessage> appends, int dispatchLimit, CancellationToken cancellationToken)
        {
            Passes.Enqueue((appends.Count, dispatchLimit));
            if (appends.Count > 0)
            {
                Batches.Enqueue([.. appends]);
                await (Hold?.Task ?? Task.CompletedTask);
            }

            if (DispatchFails && dispatchLimit > 0)
            {
                Failures.Enqueue(Clock.GetUtcNow());
                throw new InvalidOperationException("The database refuses.");
            }

            if (appends.Any(Refuses))
            {
                throw new InvalidOperationException("The database refuses.");
            }

            foreach (var message in appends)
            {
                message.IsRepeat = Repeats(message);
                Written.Enqueue(message);
            }

            return new WriteResult(
                [], DispatchStandsStill ? 0 : appends.Sum(message => message.RecipientCount),
                MoreToDispatch: appends.Count > 0 || Passes.Count < EmptyPasses);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
