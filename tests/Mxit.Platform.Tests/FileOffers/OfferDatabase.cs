using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Authorization;
using Mxit.Platform.Contacts;
using Mxit.Platform.Data;
using Mxit.Platform.Delivery;
using Mxit.Platform.FileOffers;
using Mxit.Platform.Gallery;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Media;
using Mxit.Platform.Messages;
using Mxit.Platform.Messenger;
using Mxit.Platform.Pictures;
using Mxit.Platform.Profiles;
using Mxit.Platform.Wire;
using Mxit.TestKit;
using static Mxit.Platform.Tests.Kit.Entries;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.FileOffers;

/// <summary>
/// A database with the message path running behind it. Alice and Bob know each other, both have the app <c>demo</c>; Carol knows
/// nobody.
/// </summary>
internal sealed class OfferDatabase : IAsyncDisposable
{
    public const string Alice = "m10000000001";
    public const string Bob = "m10000000002";
    public const string Carol = "m10000000003";
    public const string Demo = "demo";
    public const string DemoClient = "11111111111111111111111111111111";

    private readonly TestDatabase _database;
    private readonly string _data;
    private readonly MessagePump _pump;

    private OfferDatabase(TestDatabase database, string data, FakeTimeProvider clock)
    {
        (_database, _data, Clock) = (database, data, clock);
        _pump = ActivatorUtilities.CreateInstance<MessagePump>(database.Services);
    }

    public FakeTimeProvider Clock { get; }

    public FileOfferService Offers => Get<FileOfferService>();

    public GalleryService Galleries => Get<GalleryService>();

    public MessageNews News => _database.News;

    public static Caller Person(string userId, string? clientId = DemoClient) =>
        new()
        {
            UserId = userId,
            ClientId = clientId,
            ServiceName = clientId is null ? null : Demo,
            Scopes = [MxitScopes.Messenger, MxitScopes.ContentSend]
        };

    public static Caller App(string serviceName = Demo, string clientId = DemoClient) =>
        new() { ClientId = clientId, ServiceName = serviceName, Scopes = [MxitScopes.ContentSend] };

    public static async Task<OfferDatabase> CreateAsync(DatabaseBrand provider, Action<IServiceCollection>? configure = null)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var data = Directory.CreateTempSubdirectory("mxit-test-").FullName;
        var inner = await TestDatabase.CreateAsync(provider, clock, services =>
        {
            services.AddSingleton(new ServerContext(new Uri("http://localhost"), data, false));
            services.AddAccounts()
                .AddProfiles().AddApps().AddAuthorizationServer().AddContacts().AddIdempotency().AddMedia().AddPictures()
                .AddGallery().AddMessages().AddDelivery().AddMessenger().AddFileOffers();
            configure?.Invoke(services);
        });
        var database = new OfferDatabase(inner, data, clock);
        var now = clock.GetStoredUtcNow();
        foreach (var (userId, login) in new[] { (Alice, "alice"), (Bob, "bob"), (Carol, "carol") })
        {
            await inner.AddAsync(
                new Account
                {
                    UserId = userId,
                    Login = login,
                    DisplayName = login,
                    SecurityStamp = "x",
                    CreatedUtc = now,
                    ChangedUtc = now
                },
                new ReservedName { NormalizedName = login, OwnerId = userId });
        }

        await inner.AddAsync(Has(Alice, Bob), Has(Bob, Alice), Has(Alice, Demo), Has(Bob, Demo));
        await using var scope = inner.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AppService>().CreateAsync(
            new NewApp(Demo) { Profile = AppProfile.Legacy, RedirectUris = ["http://example.org/"] }, DemoClient,
            new string('2', 32), default);
        database.Get<Readiness>().Succeed("a test");
        await database._pump.StartAsync(default);
        await database.Get<AcknowledgementPump>().StartAsync(default);
        return database;
    }

    public T Get<T>()
        where T : notnull => _database.Services.GetRequiredService<T>();

    public Task<T> QueryAsync<T>(Func<MxitDbContext, Task<T>> query) => _database.QueryAsync(query);

    public Task AddAsync(params object[] rows) => _database.AddAsync(rows);

    /// <summary>Offers a new file.</summary>
    public Task<Result<OfferedFile>> OfferNewAsync(
        Caller sender,
        string receiver,
        string content = "content",
        bool preventShare = false,
        string? key = null,
        string name = "a.txt",
        string? type = "text/plain",
        bool autoOpen = false) => OfferNewAsync(
            sender,
            new OfferRequest(receiver, autoOpen, false),
            Encoding.UTF8.GetBytes(content),
            new GalleryUpload(GalleryNames.Default, name, preventShare, type, null, null),
            key);

    public async Task<Result<OfferedFile>> OfferNewAsync(
        Caller sender, OfferRequest wish, byte[] content, GalleryUpload? upload = null, string? key = null)
    {
        using var body = new MemoryStream(content);
        upload ??= new GalleryUpload(GalleryNames.Default, "p.jpg", false, "image/jpeg", null, null);
        return await Get<FileOfferSender>().OfferNewAsync(sender, upload, wish, body, Key(key), default);
    }

    /// <summary>Offers a file that is there.</summary>
    public Task<Result<OfferedFile>> OfferAgainAsync(Caller sender, string receiver, Guid fileId, string? key = null) =>
        Get<FileOfferSender>().OfferAgainAsync(
            sender, fileId.ToString(), new OfferRequest(receiver, false, false), Key(key), default);

    public async Task<Guid> UploadAsync(string owner, string content, bool preventShare = false, string? clientId = DemoClient)
    {
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(content));
        var result = await Get<GalleryUploader>().UploadAsync(
            Person(owner, clientId),
            MxitRoutes.UserMediaFile,
            new GalleryUpload(GalleryNames.Default, "mine.txt", preventShare, null, null, null),
            body,
            null,
            default);
        Assert.Equal(Refusals.Done, result.Kind());
        return result.Value;
    }

    /// <summary>Offers a new file of Alice to Bob and waits until he has got it.</summary>
    public async Task<Guid> GiveAsync(
        string content = "content", bool preventShare = false, string name = "a.txt", string? type = "text/plain") =>
            await ArriveAsync(await OfferNewAsync(Person(Alice), Bob, content, preventShare, null, name, type));

    /// <summary>Waits until the message of an offer went where it goes.</summary>
    public async Task<Guid> ArriveAsync(Result<OfferedFile> sent)
    {
        Assert.Null(sent.Refusal);
        await WaitFor.ConditionAsync(() => QueryAsync(context =>
            MessageOnItsWay.From(context.Set<Message>(), context.Set<DispatchRange>()).AnyAsync(
                row => row.Message.Id == sent.Value.OfferId && row.IsDispatched)));
        return sent.Value.OfferId;
    }

    /// <summary>An offer as somebody sees it, and the file that came of it.</summary>
    public Task<FileOfferReply?> SeeAsync(string userId, Guid offerId) =>
        Offers.FindOrNullAsync(Person(userId), offerId, default);

    public Task<Result<FileOfferReply>> AcceptAsync(string userId, Guid offerId, string? folder = null) =>
        Offers.AcceptAsync(Person(userId), offerId, folder, default);

    public Task<Result<FileOfferReply>> DeclineAsync(string userId, Guid offerId) =>
        Offers.DeclineAsync(Person(userId), offerId, default);

    public Task<List<StoredFile>> FilesAsync(string owner) =>
        QueryAsync(
            context =>
                context.Set<StoredFile>().AsNoTracking().Where(row => row.OwnerId == owner).OrderBy(row => row.Id).ToListAsync());

    /// <summary>What is written down of a gallery must be what there is.</summary>
    public async Task AssertUsageAsync(string owner)
    {
        var usage = await QueryAsync(
            context => context.Set<GalleryUsage>().AsNoTracking().SingleAsync(row => row.OwnerId == owner));
        var files = await FilesAsync(owner);
        Assert.Equal((files.Sum(file => file.Size), files.Count), (usage.Bytes, usage.Files));
    }

    /// <summary>How many contents are stored.</summary>
    public int CountContents() => Directory.GetFiles(Path.Combine(_data, "media"), "*", SearchOption.AllDirectories).Length;

    public async Task<string?> ReadAsync(string owner, Guid fileId) =>
        await ReadBytesAsync(owner, fileId) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    public async Task<byte[]?> ReadBytesAsync(string owner, Guid fileId)
    {
        if (await Galleries.OpenOrNullAsync(owner, fileId.ToString(), default) is not { } found)
        {
            return null;
        }

        await using (found.Content)
        {
            using var bytes = new MemoryStream();
            await found.Content.CopyToAsync(bytes);
            return bytes.ToArray();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _pump.StopAsync(default);
        _pump.Dispose();
        await _database.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private static IdempotencyKey? Key(string? key) => key is null ? null : new IdempotencyKey(key, []);
}
