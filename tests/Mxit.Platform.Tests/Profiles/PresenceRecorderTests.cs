using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.Profiles;
using Mxit.TestKit;

namespace Mxit.Platform.Tests.Profiles;

public sealed class PresenceRecorderTests
{
    private const string Thandi = "m20000000001";
    private const string Sipho = "m20000000002";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(ProfileDatabase.Brands), MemberType = typeof(ProfileDatabase))]
    public async Task The_end_of_the_last_stream_is_written_down_and_seen(DatabaseBrand brand)
    {
        await using var database = await ProfileDatabase.CreateAsync(brand);
        await database.AddAsync(Thandi, "thandi");
        await using var recorder = await RunAsync(database);
        var one = database.Inner.News.Listen(Thandi);
        var other = database.Inner.News.Listen(Thandi);
        Assert.Null((await database.CardAsync(Thandi)).LastOnlineUtc);

        database.Clock.Advance(TimeSpan.FromSeconds(10));
        one.Dispose();
        Assert.True(database.States.Describe(await database.CardAsync(Thandi)).IsOnline);
        database.Clock.Advance(TimeSpan.FromSeconds(10));
        other.Dispose();

        var leftUtc = database.Clock.GetStoredUtcNow();
        await WaitFor.ValueAsync(
            () => database.CardAsync(Thandi), card => card.LastOnlineUtc == leftUtc && card.ChangedUtc == leftUtc,
            cancellationToken: Stop);
    }

    [Theory, MemberData(nameof(ProfileDatabase.Brands), MemberType = typeof(ProfileDatabase))]
    public async Task Who_stays_connected_is_written_down_each_minute_so_that_a_crash_loses_no_more(DatabaseBrand brand)
    {
        await using var database = await ProfileDatabase.CreateAsync(brand);
        await database.AddAsync(Thandi, "thandi");
        await database.AddAsync(Sipho, "sipho");
        await using var recorder = await RunAsync(database);
        using var stream = database.Inner.News.Listen(Thandi);
        for (var minute = 0; minute < 3; minute++)
        {
            var before = database.Clock.GetStoredUtcNow();
            await WaitFor.ConditionAsync(
                async () =>
                {
                    // The loop may not wait for the clock yet when it is first moved.
                    database.Clock.Advance(TimeSpan.FromMinutes(1));
                    return await StoredAsync(database, Thandi) > before;
                },
                cancellationToken: Stop);
        }

        Assert.Null(await StoredAsync(database, Sipho));
    }

    [Fact]
    public async Task When_the_server_stops_everybody_who_was_there_is_written_down()
    {
        await using var database = await ProfileDatabase.CreateAsync(DatabaseBrand.Sqlite);
        await database.AddAsync(Thandi, "thandi");
        var recorder = await RunAsync(database);
        var stream = database.Inner.News.Listen(Thandi);
        stream.Dispose();
        await recorder.DisposeAsync();
        Assert.Equal(database.Clock.GetStoredUtcNow(), await StoredAsync(database, Thandi));
    }

    [Theory, MemberData(nameof(ProfileDatabase.Brands), MemberType = typeof(ProfileDatabase))]
    public async Task A_later_moment_is_never_replaced_by_an_earlier_one(DatabaseBrand brand)
    {
        await using var database = await ProfileDatabase.CreateAsync(brand);
        await database.AddAsync(Thandi, "thandi");
        var store = database.Get<ProfileStore>();
        var nowUtc = database.Clock.GetStoredUtcNow();
        await store.SetLastOnlineAsync([Thandi], nowUtc, null, Stop);
        await store.SetLastOnlineAsync([Thandi], nowUtc.AddMinutes(-1), null, Stop);
        Assert.Equal(nowUtc, await StoredAsync(database, Thandi));
    }

    private static Task<DateTime?> StoredAsync(ProfileDatabase database, string userId) => database.Inner.QueryAsync(
        context =>
            context.Set<Account>().Where(row => row.UserId == userId).Select(row => row.Profile.LastOnlineUtc).SingleAsync());

    private static async Task<Running> RunAsync(ProfileDatabase database)
    {
        database.Get<Readiness>().Succeed("");
        var recorder = database.Get<PresenceRecorder>();
        await recorder.StartAsync(Stop);
        return new Running(recorder);
    }

    private sealed class Running(PresenceRecorder recorder) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await recorder.StopAsync(CancellationToken.None);
    }
}
