using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mxit.Media.Tests;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Authorization;
using Mxit.Platform.Contacts;
using Mxit.Platform.Data;
using Mxit.Platform.Media;
using Mxit.Platform.Pictures;
using Mxit.Platform.Profiles;
using Mxit.Platform.Tests.Media;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Pictures;

/// <summary>Pictures in the storage and in the database.</summary>
public sealed class PictureServiceTests : IDisposable
{
    private const string Alice = "m10000000001";

    private readonly string _data = Directory.CreateTempSubdirectory("mxit-test-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public static TheoryData<DatabaseBrand> Databases => [DatabaseBrand.Sqlite, DatabaseBrand.PostgreSql];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_picture_its_row_and_what_the_account_says_change_together(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var pictures = database.Services.GetRequiredService<PictureService>();
        var people = database.Services.GetRequiredService<PersonDirectory>();
        Assert.Null((await people.FindOrNullAsync(Alice, default))!.AvatarId);

        Assert.Equal(Refusals.Done, (await SetAsync(pictures, PictureKind.Avatar, TestPictures.Jpeg(600, 600))).Kind());
        var first = await RowAsync(database);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Refusals.Done, (await SetAsync(pictures, PictureKind.Avatar, TestPictures.Png(50, 50))).Kind());
        var second = await RowAsync(database);

        Assert.NotEqual(first!.PictureId, second!.PictureId);
        Assert.Equal(
            ("image/png", "image/jpeg", _clock.GetUtcNow().UtcDateTime),
            (second.MediaType, second.LargeMediaType, second.ChangedUtc));
        var card = await people.FindOrNullAsync(Alice, default);
        Assert.Equal((second.PictureId, second.ChangedUtc), (card!.AvatarId, card.ChangedUtc));
        foreach (var (isLarge, length) in new[] { (false, second.Length), (true, second.LargeLength!.Value) })
        {
            var shown = await pictures.OpenAvatarOrNullAsync("alice", isLarge, default);
            await using var content = shown!.Content;
            Assert.Equal((length, second.ChangedUtc), (content.Length, shown.ChangedUtc));
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Of_changes_at_the_same_time_one_wins_as_a_whole(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var pictures = database.Services.GetRequiredService<PictureService>();

        var results = await Task.WhenAll(Enumerable.Range(1, 12).Select(index => Task.Run(() => index % 4 == 0
            ? pictures.RemoveAsync(Alice, PictureKind.Avatar, null, default)
            : SetAsync(pictures, index % 4 == 1 ? PictureKind.Cover : PictureKind.Avatar, TestPictures.Png(40 + index, 40)))));

        Assert.All(results, result => Assert.Equal(Refusals.Done, result.Kind()));
        var avatarId = await database.QueryAsync(context =>
            context.Set<Account>().Where(row => row.UserId == Alice).Select(row => row.AvatarId).SingleAsync());
        Assert.Equal((await RowAsync(database))?.PictureId, avatarId);
        Assert.NotNull(await RowAsync(database, PictureKind.Cover));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_19_of_changes_that_expect_the_same_picture_one_is_made(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var pictures = database.Services.GetRequiredService<PictureService>();
        var before = await pictures.OpenAvatarOrNullAsync(Alice, isLarge: false, default);

        var results = await Task.WhenAll(Enumerable.Range(1, 8).Select(index => Task.Run(() =>
            SetAsync(
                pictures, PictureKind.Avatar, TestPictures.Png(40 + index, 40 + (index * 5)), (tag, _) => tag == before!.Tag))));

        Assert.Single(results, result => result.Kind() == Refusals.Done);
        Assert.Equal(7, results.Count(result => result.Kind() == RefusalKind.NotAsExpected));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_18_bytes_of_former_pictures_and_of_removed_people_go_at_once(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var pictures = database.Services.GetRequiredService<PictureService>();
        await SetAsync(pictures, PictureKind.Avatar, TestPictures.Png(50, 50));
        await SetAsync(pictures, PictureKind.Avatar, TestPictures.Jpeg(70, 90));
        await SetAsync(pictures, PictureKind.Cover, TestPictures.Jpeg(300, 100));
        var row = await RowAsync(database);
        var cover = await RowAsync(database, PictureKind.Cover);
        Assert.Equal(new[] { row!.Key, row.LargeKey!, cover!.Key }.Order(), await database.KeysAsync());

        await SetAsync(pictures, PictureKind.Avatar, TestPictures.Jpeg(70, 90));
        Assert.Equal(new[] { row.Key, row.LargeKey!, cover.Key }.Order(), await database.KeysAsync());
        await pictures.RemoveAsync(Alice, PictureKind.Cover, null, default);
        Assert.Equal(new[] { row.Key, row.LargeKey! }.Order(), await database.KeysAsync());

        Assert.Null(await database.Services.GetRequiredService<AccountService>().RemoveAsync(Alice, default));
        Assert.Null(await RowAsync(database));
        Assert.Null(await pictures.OpenAvatarOrNullAsync(Alice, isLarge: false, default));
        Assert.Empty(await database.KeysAsync());
        Assert.Equal(RefusalKind.NotFound, (await SetAsync(pictures, PictureKind.Avatar, TestPictures.Png())).Kind());
        Assert.Empty(Directory.GetFiles(Path.Combine(_data, "media"), "*", SearchOption.AllDirectories));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_16_a_full_storage_leaves_the_picture_as_it_was(DatabaseBrand provider)
    {
        var full = new FullStorage();
        await using var database = await CreateAsync(provider, services =>
            services.AddSingleton<IMediaStorage>(sp => full.Around(ActivatorUtilities.CreateInstance<FolderMediaStorage>(sp))));
        var pictures = database.Services.GetRequiredService<PictureService>();
        await SetAsync(pictures, PictureKind.Avatar, TestPictures.Png(50, 50));
        var before = await RowAsync(database);

        // No room for the first size, none for the second, and none when they are to be seen.
        foreach (var (room, isFullLast) in new[] { (0, false), (1, false), (2, true) })
        {
            (full.Room, full.IsFullWhenPublished) = (room, isFullLast);
            Assert.Equal(RefusalKind.Full, (await SetAsync(pictures, PictureKind.Avatar, TestPictures.Jpeg(500, 500))).Kind());
        }

        var after = await RowAsync(database);
        Assert.Equal((before!.PictureId, before.Key, before.ChangedUtc), (after!.PictureId, after.Key, after.ChangedUtc));
        Assert.Empty(Directory.GetFiles(Path.Combine(_data, "media", "tmp")));
        Assert.Equal(new[] { after.Key, after.LargeKey! }.Order(), await database.KeysAsync());
    }

    [Fact]
    public async Task A_picture_whose_bytes_are_lost_is_shown_as_the_default_one()
    {
        await using var database = await CreateAsync(DatabaseBrand.Sqlite);
        var pictures = database.Services.GetRequiredService<PictureService>();
        var original = await pictures.OpenAvatarOrNullAsync(Alice, isLarge: false, default);
        await SetAsync(pictures, PictureKind.Avatar, TestPictures.Png(50, 50));
        foreach (var file in Directory.GetFiles(Path.Combine(_data, "media"), "*", SearchOption.AllDirectories))
        {
            File.Delete(file);
        }

        Assert.Equal(original!.Tag, (await pictures.OpenAvatarOrNullAsync(Alice, isLarge: false, default))!.Tag);
    }

    [Fact]
    public void Default_pictures_are_the_same_each_time_and_other_ones_for_others()
    {
        var (one, other) = (new DefaultPictures(), new DefaultPictures());
        var ids = Enumerable.Range(0, 300).Select(number => $"m{40_000_000_000 + number}").ToList();

        Assert.All(
            ids.Take(20), id => Assert.Equal(one.GetAvatar(id, 96).Bytes.ToArray(), other.GetAvatar(id, 96).Bytes.ToArray()));
        Assert.Equal(300, ids.Select(id => one.GetAvatar(id, 96).Key).Distinct().Count());
        Assert.Equal(300, ids.Select(DefaultPictures.GetAvatarId).Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^d[0-9a-f]{31}$", DefaultPictures.GetAvatarId(id)));
        Assert.NotEqual(one.GetCover(ids[0]).Key, one.GetCover(ids[1]).Key);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static async Task<Refusal?> SetAsync(
        PictureService pictures, PictureKind kind, byte[] file, Func<string, DateTime, bool>? isExpected = null) =>
        await pictures.SetAsync(Alice, kind, new MemoryStream(file), isExpected, default);

    private static Task<Picture?> RowAsync(TestDatabase database, PictureKind kind = PictureKind.Avatar) =>
        database.QueryAsync(
            context =>
                context.Set<Picture>().AsNoTracking().SingleOrDefaultAsync(row => row.OwnerId == Alice && row.Kind == kind));

    private async Task<TestDatabase> CreateAsync(DatabaseBrand provider, Action<IServiceCollection>? configure = null)
    {
        var database = await TestDatabase.CreateAsync(provider, _clock, services =>
        {
            services.AddSingleton(new ServerContext(new Uri("http://localhost"), _data, false));
            services.AddAccounts().AddProfiles().AddApps().AddAuthorizationServer().AddContacts().AddMedia().AddPictures();
            configure?.Invoke(services);
        });
        var now = _clock.GetStoredUtcNow();
        await database.AddAsync(
            new Account
            {
                UserId = Alice,
                Login = "alice",
                DisplayName = "Alice",
                SecurityStamp = "x",
                CreatedUtc = now,
                ChangedUtc = now,
            },
            new ReservedName { NormalizedName = "alice", OwnerId = Alice });
        return database;
    }
}
