using System.Globalization;
using CsCheck;
using Mxit.Tests.Support;

namespace Mxit.Tests.Messaging;

/// <summary>A broadcast that is cut off at any point goes on, and nobody gets the message twice.</summary>
public class BroadcastResumeTests
{
    private const int Size = 3;

    private static readonly OutgoingMessage Other = new() { From = "demo", Body = "other" };
    private static readonly OutgoingMessage Hello = new() { From = "demo", Body = "text" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public async Task After_a_crash_at_any_save_everybody_is_told_of_and_gets_the_message_once(int concurrency, bool after)
    {
        var crashes = 0;
        for (var at = 0; ; at++)
        {
            var world = new World();
            var store = new MortalStore { DiesAt = at, DiesAfter = after };
            var told = new HashSet<string>();
            if (!await world.RunAsync(store, concurrency, told))
            {
                break;
            }

            crashes++;
            Assert.False(await world.RunAsync(new MortalStore { Kept = store.Kept }, concurrency, told));
            world.AssertOnce(told);
        }

        Assert.InRange(crashes, 5, 100);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task After_a_crash_at_any_result_everybody_is_told_of_and_gets_the_message_once(int concurrency)
    {
        for (var at = 0; at < World.Count; at++)
        {
            var world = new World();
            var store = new MortalStore();
            var told = new HashSet<string>();
            Assert.True(await world.RunAsync(store, concurrency, told, dieAtResult: at));
            Assert.False(await world.RunAsync(new MortalStore { Kept = store.Kept }, concurrency, told));
            world.AssertOnce(told);
        }
    }

    [Fact]
    public Task Whatever_fails_and_however_often_it_crashes_everybody_gets_the_message_once() =>
        Gen.Select(
            Gen.Enum<BroadcastFault>().Where(fault => fault != BroadcastFault.Refuse).Array[0, 20],
            Gen.Select(Gen.Int[0, 12], Gen.Bool, Gen.Int[0, 60]).Array[0, 5],
            Gen.Int[1, 6]).SampleAsync(
            async (faults, crashes, concurrency) =>
            {
                var world = new World();
                world.Server.Fault = number => number < faults.Length ? faults[number] : BroadcastFault.None;
                var told = new HashSet<string>();
                BroadcastCheckpoint? kept = null;
                foreach (var (at, after, result) in crashes)
                {
                    var store = new MortalStore { Kept = kept, DiesAt = at, DiesAfter = after };
                    await world.RunAsync(store, concurrency, told, result);
                    kept = store.Kept;
                }

                Assert.False(await world.RunAsync(new MortalStore { Kept = kept }, concurrency, told));
                world.AssertOnce(told);
            },
            iter: 300);

    [Fact]
    public async Task Without_a_checkpoint_the_same_id_sends_nothing_twice_while_the_server_keeps_its_keys()
    {
        var world = new World();
        await world.RunAsync(new MortalStore { DiesAt = 3 }, 2, []);
        var told = new HashSet<string>();

        Assert.False(await world.RunAsync(new MortalStore(), 2, told));

        world.AssertOnce(told);
    }

    [Fact]
    public async Task A_complete_broadcast_that_is_called_again_does_nothing()
    {
        var world = new World();
        var store = new MortalStore();
        await world.RunAsync(store, 2, []);
        var (requests, told) = (world.Stub.ApiCalls.Count, new HashSet<string>());

        Assert.False(await world.RunAsync(store, 2, told));

        Assert.Empty(told);
        Assert.Equal(requests, world.Stub.ApiCalls.Count);
        Assert.True(store.Kept is { IsComplete: true, InFlight: [], CompletedBeyond: [] });
    }

    [Fact]
    public async Task What_is_under_way_for_longer_than_keys_are_kept_is_of_unknown_fate_and_not_sent_again()
    {
        var world = new World();
        world.Server.Fault = number => number == 2 ? BroadcastFault.BreakAfter : BroadcastFault.None;
        var store = new MortalStore();
        await Fails.WithAsync(MxitErrorReason.Connection, () => world.SendAsync(store, retries: 0));
        var before = world.Server.Delivered;
        Assert.NotEmpty(store.Kept!.InFlight);

        world.Clock.Advance(TimeSpan.FromHours(23));
        world.Server.ForgetKeys();
        var results = await world.SendAsync(store, retries: 0);

        var failed = results.Where(result => result.Status == BroadcastStatus.Failed).ToList();
        Assert.NotEmpty(failed);
        Assert.All(
            failed, result => Assert.Equal(MxitErrorReason.OutcomeUnknown, Assert.IsType<MxitException>(result.Error).Reason));
        Assert.Equal(0, failed.Count % Size);
        Assert.Subset(world.Server.Delivered.ToHashSet(), before.ToHashSet());
        Assert.Equal(world.People.Order(StringComparer.Ordinal), world.Server.Delivered.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_age_of_what_is_under_way_counts_from_its_first_sending_over_several_resumes()
    {
        var world = new World();
        world.Server.Fault = number => number >= 2 ? BroadcastFault.BreakBefore : BroadcastFault.None;
        var store = new MortalStore();
        for (var day = 0; day < 3; day++)
        {
            await Fails.WithAsync(MxitErrorReason.Connection, () => world.SendAsync(store, retries: 0));
            world.Clock.Advance(TimeSpan.FromHours(10));
        }

        world.Server.Fault = _ => BroadcastFault.None;

        Assert.Contains(
            await world.SendAsync(store, retries: 0),
            result => result.Error is MxitException { Reason: MxitErrorReason.OutcomeUnknown });
    }

    [Theory]
    [InlineData("another first recipient")]
    [InlineData("another recipient under way")]
    [InlineData("shorter")]
    [InlineData("another message")]
    [InlineData("another batch size")]
    [InlineData("another id")]
    public async Task What_has_changed_since_the_checkpoint_is_refused_and_nothing_of_it_is_sent(string change)
    {
        var world = new World();
        world.Server.Fault = number => number >= 4 ? BroadcastFault.BreakAfter : BroadcastFault.None;
        var store = new MortalStore();
        await Fails.WithAsync(MxitErrorReason.Connection, () => world.SendAsync(store, retries: 0));
        world.Server.Fault = _ => BroadcastFault.None;
        var inFlight = (int)store.Kept!.InFlight[^1].Number;
        var delivered = world.Server.Delivered.ToHashSet();
        string[] people = change switch
        {
            "another first recipient" => ["m9", .. world.People.Skip(1)],
            "another recipient under way" => [.. world.People.Select((id, place) => place == inFlight * Size ? "m9" : id)],
            "shorter" => [.. world.People.Take(Size)],
            _ => world.People,
        };
        var options = new BroadcastOptions
        {
            Checkpoints = store,
            BatchSize = change == "another batch size" ? Size + 1 : Size,
            BroadcastId = change == "another id" ? "b" : null,
        };

        await Fails.WithAsync(MxitErrorReason.BroadcastMismatch, async () => await world.Client.Messaging.BroadcastAsync(
            change == "another message" ? Other : Hello, people.ToUserIds(), options, Stop).CountAsync(Stop));

        Assert.Empty(world.Server.Delivered.Except(world.People));
        Assert.Equal(world.Server.Delivered.Count, world.Server.Delivered.Distinct().Count());
        Assert.Subset(world.People.ToHashSet(), delivered);
    }

    [Fact]
    public async Task A_changed_message_under_the_same_id_without_a_checkpoint_is_refused_by_the_server_and_said_so()
    {
        var world = new World();
        await world.RunAsync(new MortalStore(), 2, []);

        await Fails.WithAsync(MxitErrorReason.BroadcastMismatch, async () => await world.Client.Messaging.BroadcastAsync(
            Other, world.People.ToUserIds(), new BroadcastOptions { BroadcastId = "b", BatchSize = Size }, Stop)
                .CountAsync(Stop));
    }

    [Fact]
    public async Task The_file_store_keeps_what_it_was_given_whole()
    {
        using var folder = new TemporaryFolder();
        var store = new FileBroadcastCheckpointStore(folder.File("spring.json"));
        Assert.Null(await store.LoadAsync(Stop));
        var world = new World();
        world.Server.Fault = number => number >= 4 ? BroadcastFault.BreakAfter : BroadcastFault.None;
        await Fails.WithAsync(MxitErrorReason.Connection, () => world.SendAsync(store, retries: 0));
        world.Server.Fault = _ => BroadcastFault.None;

        var told = (await world.SendAsync(store, retries: 0)).Select(result => result.Recipient);

        Assert.NotEmpty(told);
        Assert.Equal(world.People.Order(StringComparer.Ordinal), world.Server.Delivered.Order(StringComparer.Ordinal));
        Assert.Equal(["spring.json"], folder.Names);
        Assert.True((await store.LoadAsync(Stop))!.IsComplete);
        await File.WriteAllTextAsync(folder.File("spring.json"), "{\"BroadcastId\":", Stop);
        await Assert.ThrowsAsync<InvalidDataException>(() => store.LoadAsync(Stop));
        await File.WriteAllTextAsync(folder.File("spring.json"), "{}", Stop);
        await Assert.ThrowsAsync<InvalidDataException>(() => store.LoadAsync(Stop));
        const string WithoutId =
            """{"BroadcastId":"","BatchSize":3,"MessageFingerprint":"","CompletedBatches":0,"RecipientsFingerprint":"","CompletedBeyond":[],"InFlight":[]}""";
        await File.WriteAllTextAsync(folder.File("spring.json"), WithoutId, Stop);
        await Fails.WithAsync(MxitErrorReason.BroadcastMismatch, () => world.SendAsync(store, retries: 0));
    }

    [Theory]
    [InlineData("spring.json")]
    [InlineData("spring.json.new")]
    public async Task The_file_of_the_file_store_is_for_its_owner_only(string openBefore)
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files have no mode there.");
        using var folder = new TemporaryFolder();
        var file = folder.File("spring.json");
        var store = new FileBroadcastCheckpointStore(file);
        await new World().SendAsync(store, retries: 0);
        Assert.Equal(Owner, ModeOf(file));

        // Written by an older version, or left by a crash.
        if (openBefore != "spring.json")
        {
            File.Copy(file, folder.File(openBefore));
        }

        Open(folder.File(openBefore));
        await store.SaveAsync((await store.LoadAsync(Stop))!, Stop);

        Assert.Equal(["spring.json"], folder.Names);
        Assert.Equal(Owner, ModeOf(file));
    }

    private static UnixFileMode ModeOf(string file) =>
        OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(file);

    private static void Open(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }

    private sealed class World
    {
        public const int Count = 31;

        public World()
        {
            Stub = new StubServer { Clock = Clock };
            Server = new BroadcastServer(Stub);
            Server.Unknown.UnionWith(People.Where((_, place) => place % 5 == 2));
            Client = Stub.Client();
        }

        public PausingClock Clock { get; } = new();

        public StubServer Stub { get; }

        public BroadcastServer Server { get; }

        public MxitClient Client { get; }

        public string[] People { get; } =
            [.. Enumerable.Range(0, Count).Select(number => string.Create(CultureInfo.InvariantCulture, $"m{number:D11}"))];

        /// <summary>Runs until the end or the crash.</summary>
        /// <returns>Whether it crashed.</returns>
        public async Task<bool> RunAsync(MortalStore store, int concurrency, HashSet<string> told, int dieAtResult = int.MaxValue)
        {
            var options = new BroadcastOptions
            {
                BroadcastId = "b",
                BatchSize = Size,
                MaxConcurrency = concurrency,
                Checkpoints = store,
                MaxRetries = 20,
            };
            try
            {
                await foreach (var result in Client.Messaging.BroadcastAsync(Hello, People.ToUserIds(), options, Stop))
                {
                    told.Add($"{result.Recipient} {result.Status}");
                    if (dieAtResult-- == 0)
                    {
                        store.IsDead = true;
                        throw new MortalStore.KilledException();
                    }
                }

                return false;
            }
            catch (MortalStore.KilledException)
            {
                return true;
            }
        }

        public async Task<List<BroadcastResult>> SendAsync(IBroadcastCheckpointStore store, int retries)
        {
            Server.Unknown.Clear();
            var options = new BroadcastOptions { BatchSize = Size, Checkpoints = store, MaxRetries = retries };
            return await Client.Messaging.BroadcastAsync(Hello, People.ToUserIds(), options, Stop).ToListAsync(Stop);
        }

        public void AssertOnce(HashSet<string> told)
        {
            Assert.Equal(
                People.Select(id => $"{id} {(Server.Unknown.Contains(id) ? BroadcastStatus.Unknown : BroadcastStatus.Sent)}"),
                told.Order(StringComparer.Ordinal));
            Assert.Equal(
                People.Except(Server.Unknown).Order(StringComparer.Ordinal), Server.Delivered.Order(StringComparer.Ordinal));
        }
    }
}
