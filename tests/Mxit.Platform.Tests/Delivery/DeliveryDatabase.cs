using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Delivery;
using Mxit.Platform.Tests.Kit;
using Mxit.TestKit;
using static Mxit.Platform.Tests.Kit.Entries;

namespace Mxit.Platform.Tests.Delivery;

/// <summary>
/// A database whose message path is driven by hand. Alice and Bob have the app <c>demo</c>; nobody else has anybody.
/// </summary>
internal sealed class DeliveryDatabase : IAsyncDisposable
{
    public const string Alice = "m10000000001";
    public const string Bob = "m10000000002";
    public const string Carol = "m10000000003";
    public const string App = "demo";

    private DeliveryDatabase(TestDatabase inner, FakeTimeProvider clock) => (Inner, Clock) = (inner, clock);

    public TestDatabase Inner { get; }

    public FakeTimeProvider Clock { get; }

    public IAcknowledgementLog Marks => Get<IAcknowledgementLog>();

    public DeliveryService Deliveries => Get<DeliveryService>();

    public static async Task<DeliveryDatabase> CreateAsync(
        DatabaseBrand provider, Action<IServiceCollection>? configure = null, FakeTimeProvider? clock = null)
    {
        clock ??= new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var inner = await TestDatabase.CreateAsync(provider, clock, services =>
        {
            services.AddDelivery();
            configure?.Invoke(services);
        });
        await inner.AddAsync(Has(Alice, App), Has(Bob, App));
        return new DeliveryDatabase(inner, clock);
    }

    public T Get<T>()
        where T : notnull => Inner.Services.GetRequiredService<T>();

    public ExpiredMessageCleaner Cleaner() => ActivatorUtilities.CreateInstance<ExpiredMessageCleaner>(Inner.Services);

    /// <summary>Accepts messages of the app, without dispatching them.</summary>
    public async Task<IReadOnlyList<Guid>> AppendAsync(int count, TimeSpan life, params string[] to)
    {
        var messages = Enumerable.Range(0, count).Select(_ => Pending.Message(Clock, App, "hello", to, life: life)).ToList();
        await using var writer = await Inner.Log.OpenWriterAsync(TestContext.Current.CancellationToken);
        await writer.WriteAsync(messages, 0, TestContext.Current.CancellationToken);
        return messages.ConvertAll(message => message.Id);
    }

    public async Task<Guid> AppendAsync(TimeSpan life, params string[] to) => (await AppendAsync(1, life, to))[0];

    /// <summary>Dispatches all that was accepted.</summary>
    public async Task DispatchAsync(int limit = 1_000)
    {
        // The lock of the dispatcher before is given back when the database notices that its connection is gone.
        await using var dispatcher = Inner.Log.WriterDispatches
            ? await Inner.Log.OpenWriterAsync(TestContext.Current.CancellationToken)
            : await WaitFor.ValueAsync(
                async () => await Inner.Log.OpenDispatcherAsync(TestContext.Current.CancellationToken),
                found => found is not null);
        while ((await dispatcher!.WriteAsync([], limit, TestContext.Current.CancellationToken)).MoreToDispatch)
        {
            // Until the end of the log.
        }
    }

    public async Task<Guid> SendAsync(TimeSpan life, params string[] to)
    {
        var id = await AppendAsync(life, to);
        await DispatchAsync();
        return id;
    }

    public Task MarkAsync(string ownerId, long upTo = long.MaxValue, bool isRead = false) =>
        Marks.WriteAsync([new Acknowledgement(ownerId, null, upTo, isRead)], TestContext.Current.CancellationToken);

    /// <summary>What became of a message, as <c>user state reason</c> for each recipient.</summary>
    public async Task<IEnumerable<string>> OutcomesAsync(Guid id) =>
        (await Deliveries.FindOrNullAsync(App, id, TestContext.Current.CancellationToken))!.Recipients
            .Select(one => $"{one.UserId} {one.State} {one.Reason}".TrimEnd());

    public async Task<IReadOnlyList<DeliveryChangeReply>> ChangesAsync(long after = 0) =>
        (await Deliveries.ListChangesAsync(App, after, DeliveryService.MaxPage, TestContext.Current.CancellationToken)).Changes;

    public ValueTask DisposeAsync() => Inner.DisposeAsync();
}
