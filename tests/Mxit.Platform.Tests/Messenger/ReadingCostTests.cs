using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Apps;
using Mxit.Platform.Data;
using Mxit.Platform.Delivery;
using Mxit.Platform.Messenger;
using Mxit.Platform.Tests.Delivery;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Messenger;

/// <summary>What a person and a sender look at costs the same however much is stored.</summary>
public sealed class ReadingCostTests
{
    private const int Few = 1_000;
    private const int Many = 10_000;

    private static readonly TimeSpan Long = TimeSpan.FromDays(7);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseBrand.Sqlite), InlineData(DatabaseBrand.PostgreSql)]
    public async Task Reading_costs_the_same_with_ten_times_as_much_stored(DatabaseBrand provider)
    {
        var ofFew = await MeasureAsync(provider, Few);
        var ofMany = await MeasureAsync(provider, Many);

        // A walk through all would cost ten times as much. PostgreSQL may look up each of twenty messages in the large store
        // where it takes a whole small table at once, a few blocks for each.
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Join('\n', ofMany.Select(one => $"{one.Key}: {ofFew[one.Key]}, {one.Value}")));
        Assert.All(ofMany, one => Assert.True(
            one.Value > 0 && one.Value <= (1.5 * ofFew[one.Key]) + 80,
            $"{one.Key}: {ofFew[one.Key]} of {Few} stored, {one.Value} of {Many}"));
    }

    private static async Task<Dictionary<string, long>> MeasureAsync(DatabaseBrand provider, int stored)
    {
        var costs = new QueryCosts();
        await using var database = await DeliveryDatabase.CreateAsync(
            provider, services => services.ConfigureDbContext<MxitDbContext>(options => options.AddInterceptors(costs)));
        var last = await FillAsync(database, stored);
        var contexts = database.Get<IDbContextFactory<MxitDbContext>>();
        var messenger = new MessengerStore(contexts);
        var deliveries = new DeliveryStore(contexts);
        var now = database.Clock.GetStoredUtcNow();
        var end = await messenger.FindLastCursorAsync(DeliveryDatabase.Alice, Stop);
        var sent = (await deliveries.FindMessageOrNullAsync(DeliveryDatabase.App, last, Stop))!;
        var change = await deliveries.FindLastChangeAsync(Stop);
        var works = new Dictionary<string, Func<Task>>
        {
            ["the first page"] = () => messenger.ListAfterAsync(DeliveryDatabase.Alice, null, 0, 20, now, Stop),
            ["a page in the middle"] = () => messenger.ListAfterAsync(DeliveryDatabase.Alice, null, end / 2, 20, now, Stop),
            ["the last page"] = () => messenger.ListAfterAsync(DeliveryDatabase.Alice, null, end - 10, 20, now, Stop),
            ["nothing new"] = () => messenger.ListAfterAsync(DeliveryDatabase.Alice, null, end, 20, now, Stop),
            ["the newest of a conversation"] = () =>
                messenger.ListNewestAsync(DeliveryDatabase.Alice, DeliveryDatabase.App, long.MaxValue, 20, now, Stop),
            ["older ones of a conversation"] = () =>
                messenger.ListNewestAsync(DeliveryDatabase.Alice, DeliveryDatabase.App, end / 2, 20, now, Stop),
            ["a conversation from a place on"] = () =>
                messenger.ListAfterAsync(DeliveryDatabase.Alice, DeliveryDatabase.App, end / 2, 20, now, Stop),
            ["the list of conversations"] = () => messenger.ListConversationsAsync(DeliveryDatabase.Alice, now, Stop),
            ["the last cursor"] = () => messenger.FindLastCursorAsync(DeliveryDatabase.Alice, Stop),
            ["what became of a message"] = () => deliveries.FindOutcomesAsync(sent, Stop),
            ["the newest changes"] = () => deliveries.ListChangesAsync(DeliveryDatabase.App, change - 10, 20, Stop),
        };
        var results = new Dictionary<string, long>();
        foreach (var (name, work) in works)
        {
            results[name] = await costs.OfAsync(work);
        }

        database.Clock.Advance(Long);
        results["removing what expired"] = await costs.OfAsync(
            () => new ExpiredMessageStore(contexts).RemoveNextAsync(database.Clock.GetStoredUtcNow(), Stop));
        return results;
    }

    // As years leave it: nearly all is read, a little is not, a little waits.
    private static async Task<Guid> FillAsync(DeliveryDatabase database, int stored)
    {
        await database.Inner.AddAsync(
            new App
            {
                ServiceName = DeliveryDatabase.App,
                ClientId = "client",
                DisplayName = "Demo",
                CreatedUtc = DateTime.UnixEpoch,
            });
        await SendAsync(database, stored);
        await database.MarkAsync(DeliveryDatabase.Alice, isRead: true);
        await database.MarkAsync(DeliveryDatabase.Bob, isRead: true);
        await SendAsync(database, 20);
        await database.MarkAsync(DeliveryDatabase.Alice);
        await SendAsync(database, 20);
        var last = await database.SendAsync(TimeSpan.FromDays(1), DeliveryDatabase.Alice, DeliveryDatabase.Bob);

        // What PostgreSQL does by itself in its time; SQLite is not asked to, here or in production.
        return await database.Inner.QueryAsync(async context =>
        {
            if (context.Database.ProviderName!.EndsWith("PostgreSQL", StringComparison.Ordinal))
            {
                await context.Database.ExecuteSqlRawAsync("VACUUM ANALYZE");
            }

            return last;
        });
    }

    private static async Task SendAsync(DeliveryDatabase database, int count)
    {
        await database.AppendAsync(count, 2 * Long, DeliveryDatabase.Alice, DeliveryDatabase.Bob);
        await database.DispatchAsync(500);
    }
}
