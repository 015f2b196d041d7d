using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mxit.Media;
using Mxit.Media.Tests;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Authorization;
using Mxit.Platform.Contacts;
using Mxit.Platform.Data;
using Mxit.Platform.Gallery;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Media;
using Mxit.Platform.Media.Thumbnails;
using Mxit.Platform.Pictures;
using Mxit.Platform.Profiles;
using Mxit.Platform.Wire;
using Mxit.TestKit;
using SkiaSharp;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Media.Thumbnails;

/// <summary>Thumbnails of the files of galleries.</summary>
public sealed class ThumbnailTests : IDisposable
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";

    private readonly string _data = Directory.CreateTempSubdirectory("mxit-test-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private WatchedStorage _storage = null!;

    public static TheoryData<DatabaseBrand> Databases => [DatabaseBrand.Sqlite, DatabaseBrand.PostgreSql];

    [Theory, MemberData(nameof(Databases))]
    public async Task U_31_thumbnails_are_made_once_and_kept(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var (_, key) = await UploadAsync(database, TestPictures.Jpeg(1_000, 500));

        Assert.Equal((96, 48), await MeasureAsync(database, key, ThumbnailSizes.Small));
        Assert.Equal((240, 120), await MeasureAsync(database, key, ThumbnailSizes.Medium));
        Assert.Equal((640, 320), await MeasureAsync(database, key, ThumbnailSizes.Large));
        Assert.Equal((96, 48), await MeasureAsync(database, key, ThumbnailSizes.Small));

        Assert.Equal(1, _storage.CountOpened(key));
        Assert.Equal(4, (await database.KeysAsync()).Count);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_31_however_many_wait_for_a_thumbnail_it_is_made_once(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var (_, key) = await UploadAsync(database, TestPictures.Jpeg(600, 600));

        var found = await Task.WhenAll(Enumerable.Range(0, 60).Select(index => Task.Run(() =>
            MeasureAsync(database, key, ThumbnailSizes.All[index % ThumbnailSizes.All.Count]))));

        Assert.Equal(20, found.Count(size => size == (600, 600)));
        Assert.Equal(1, _storage.CountOpened(key));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task What_cannot_be_drawn_is_remembered(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        byte[][] files =
        [
            "a letter"u8.ToArray(), "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(),
            TestPictures.PngClaiming(100_000, 100_000),
            TestPictures.JpegClaiming(64_250, 64_250), TestPictures.GifOfEmptyFrames(10, 10, 100_000),
            TestPictures.Jpeg(300, 300)[..400],
            [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[500]], [0, 0, 0, 16, .. "ftypqt  \0\0\0\0"u8],
            [0, 0, 0, 16, .. "ftypheic\0\0\0\0"u8],
        ];
        foreach (var file in files)
        {
            var (_, key) = await UploadAsync(database, file);

            Assert.Equal(ThumbnailOutcome.None, (await OpenAsync(database, key)).Outcome);
            Assert.Equal(ThumbnailOutcome.None, (await OpenAsync(database, key, ThumbnailSizes.Large)).Outcome);

            Assert.Equal(1, _storage.CountOpened(key));
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Who_finds_all_workers_busy_is_told_to_come_later_and_nothing_is_remembered(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider, settings => (settings.Workers, settings.MaxWaiting) = (1, 0));
        var (_, slow) = await UploadAsync(database, TestPictures.Jpeg(50, 40));
        var (_, other) = await UploadAsync(database, TestPictures.Jpeg(40, 50));
        _storage.SlowKey = slow;
        var first = Task.Run(() => MeasureAsync(database, slow, ThumbnailSizes.Small));
        await WaitFor.ConditionAsync(() => _storage.Waiting == 1);

        Assert.Equal(ThumbnailOutcome.Later, (await OpenAsync(database, other)).Outcome);

        _storage.Gate.Set();
        Assert.Equal((50, 40), await first);
        Assert.Equal((40, 50), await MeasureAsync(database, other, ThumbnailSizes.Small));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Nobody_waits_longer_than_a_picture_may_take(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var (_, slow) = await UploadAsync(database, TestPictures.Jpeg(50, 40));
        _storage.SlowKey = slow;
        var first = Task.Run(() => OpenAsync(database, slow));
        await WaitFor.ConditionAsync(() => _storage.Waiting == 1);

        await WaitFor.ConditionAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            return first.IsCompleted;
        });

        Assert.Equal(ThumbnailOutcome.Later, (await first).Outcome);
        _storage.Gate.Set();
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_08_a_thumbnail_is_upright_and_tells_nothing_but_its_pixels(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var (_, key) = await UploadAsync(database, TestPictures.Photo("Zeerust"));
        foreach (var size in ThumbnailSizes.All)
        {
            var thumbnail = await ReadAsync(database, key, size);

            Assert.Empty(TestPictures.MetadataIn(thumbnail));
            Assert.DoesNotContain("Zeerust", Encoding.Latin1.GetString(thumbnail), StringComparison.Ordinal);
            using var opened = SKBitmap.Decode(thumbnail);
            Assert.Equal(2, opened.Height / opened.Width);
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task What_is_transparent_stays_so(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        using var bitmap = new SKBitmap(300, 300);
        bitmap.Erase(SKColors.Transparent);
        var (_, key) = await UploadAsync(database, TestPictures.Encode(bitmap, SKEncodedImageFormat.Png));

        var found = await OpenAsync(database, key);

        Assert.Equal("image/png", found.Content!.MediaType);
        await using var content = found.Content.Content;
        using var opened = SKBitmap.Decode(content);
        Assert.Equal(0, opened.GetPixel(5, 5).Alpha);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_18_thumbnails_go_with_the_last_file_that_has_the_content(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var gallery = database.Services.GetRequiredService<GalleryService>();
        var (first, key) = await UploadAsync(database, TestPictures.Jpeg(700, 600));
        var (second, _) = await UploadAsync(database, TestPictures.Jpeg(700, 600), Bob);
        await MeasureAsync(database, key, ThumbnailSizes.Small);

        await DeleteAsync(gallery, Alice, first);
        Assert.Equal((3, 4), await CountAsync(database));
        await DeleteAsync(gallery, Bob, second);

        Assert.Equal((0, 0), await CountAsync(database));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_18_what_could_not_be_drawn_is_forgotten_with_its_content(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var (file, key) = await UploadAsync(database, "a letter"u8.ToArray());
        await OpenAsync(database, key);
        Assert.Equal((3, 1), await CountAsync(database));

        await DeleteAsync(database.Services.GetRequiredService<GalleryService>(), Alice, file);

        Assert.Equal((0, 0), await CountAsync(database));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_18_thumbnails_that_are_files_themselves_stay_as_long_as_either_is_there(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var gallery = database.Services.GetRequiredService<GalleryService>();
        var (original, key) = await UploadAsync(database, TestPictures.Jpeg(700, 600));
        var (copy, copyKey) = await UploadAsync(database, await ReadAsync(database, key, ThumbnailSizes.Small));
        await MeasureAsync(database, copyKey, ThumbnailSizes.Small);

        await DeleteAsync(gallery, Alice, copy);
        Assert.Equal((96, 82), await MeasureAsync(database, key, ThumbnailSizes.Small));
        await DeleteAsync(gallery, Alice, original);

        Assert.Equal((0, 0), await CountAsync(database));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_18_a_picture_that_is_its_own_thumbnail_does_not_keep_itself(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        using var maker = new PictureMaker(new PictureLimits(), TimeProvider.System);
        using var bitmap = new SKBitmap(50, 40);
        bitmap.Erase(SKColors.Transparent);
        using var original = new MemoryStream(TestPictures.Encode(bitmap, SKEncodedImageFormat.Png));
        var made = await maker.MakeAsync(original, ThumbnailSizes.Pictures, default);
        var (file, key) = await UploadAsync(database, made.Pictures[0].Bytes.ToArray());
        await MeasureAsync(database, key, ThumbnailSizes.Small);
        Assert.Equal((3, 1), await CountAsync(database));

        await DeleteAsync(database.Services.GetRequiredService<GalleryService>(), Alice, file);

        Assert.Equal((0, 0), await CountAsync(database));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_18_nothing_is_left_of_a_file_that_is_deleted_while_its_thumbnails_are_made(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var (file, key) = await UploadAsync(database, TestPictures.Jpeg(700, 600));
        _storage.SlowKey = key;
        var making = Task.Run(() => OpenAsync(database, key));
        await WaitFor.ConditionAsync(() => _storage.Waiting == 1);

        await DeleteAsync(database.Services.GetRequiredService<GalleryService>(), Alice, file);
        _storage.Gate.Set();

        Assert.Equal(ThumbnailOutcome.None, (await making).Outcome);
        Assert.Equal((0, 0), await CountAsync(database));
        Assert.Empty(Directory.GetFiles(Path.Combine(_data, "media"), "*", SearchOption.AllDirectories));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Thumbnails_whose_bytes_are_lost_are_made_again(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var (_, key) = await UploadAsync(database, TestPictures.Jpeg(700, 600));
        await MeasureAsync(database, key, ThumbnailSizes.Small);
        foreach (var thumbnail in (await database.KeysAsync()).Where(stored => stored != key))
        {
            await _storage.DeleteAsync(thumbnail, default);
        }

        Assert.Equal((240, 206), await MeasureAsync(database, key, ThumbnailSizes.Medium));
        Assert.Equal((96, 82), await MeasureAsync(database, key, ThumbnailSizes.Small));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_31_thumbnails_are_made_after_an_upload_without_anybody_asking(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var preparer = database.Services.GetRequiredService<ThumbnailPreparer>();
        await preparer.StartAsync(default);
        var (_, letter) = await UploadAsync(database, "a letter"u8.ToArray());
        var (_, key) = await UploadAsync(database, TestPictures.Jpeg(700, 600), mediaType: "image/jpeg");

        await WaitFor.ConditionAsync(async () => (await CountAsync(database)).Rows == 3);
        await preparer.StopAsync(default);

        Assert.Equal((96, 82), await MeasureAsync(database, key, ThumbnailSizes.Small));
        Assert.Equal((1, 0), (_storage.CountOpened(key), _storage.CountOpened(letter)));
    }

    [Fact]
    public async Task Hostile_pictures_have_a_thumbnail_or_none()
    {
        await using var database = await CreateAsync(DatabaseBrand.Sqlite);
        foreach (var photo in SharedData.Files("photos-bad").Concat(SharedData.Files("photos")))
        {
            var (_, key) = await UploadAsync(database, await File.ReadAllBytesAsync(photo));

            var found = await OpenAsync(database, key, ThumbnailSizes.Large);

            Assert.True(found.Outcome is ThumbnailOutcome.Found or ThumbnailOutcome.None, photo);
            await (found.Content?.Content.DisposeAsync() ?? default);
        }
    }

    [Theory]
    [InlineData(null, 240)]
    [InlineData("", 240)]
    [InlineData("96", 96)]
    [InlineData("240", 240)]
    [InlineData("640", 640)]
    [InlineData("0", null)]
    [InlineData("97", null)]
    [InlineData("-96", null)]
    [InlineData(" 96", null)]
    [InlineData("96.0", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("\u0669\u0666", null)]
    public void U_31_there_are_three_sizes_and_no_others(string? text, int? expected) =>
        Assert.Equal(expected, ThumbnailSizes.TryRead(text, out var size) ? size : null);

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static Task<ThumbnailResult> OpenAsync(TestDatabase database, string key, int size = ThumbnailSizes.Medium) =>
        database.Services.GetRequiredService<ThumbnailService>().OpenAsync(key, size, default);

    private static async Task<byte[]> ReadAsync(TestDatabase database, string key, int size)
    {
        var found = await OpenAsync(database, key, size);
        Assert.Equal(ThumbnailOutcome.Found, found.Outcome);
        await using var content = found.Content!.Content;
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static async Task<(int Width, int Height)> MeasureAsync(TestDatabase database, string key, int size)
    {
        using var opened = SKBitmap.Decode(await ReadAsync(database, key, size));
        return (opened.Width, opened.Height);
    }

    private static async Task<(int Rows, int Contents)> CountAsync(TestDatabase database) =>
        (await database.QueryAsync(context => context.Set<Thumbnail>().CountAsync()), (await database.KeysAsync()).Count);

    private static async Task DeleteAsync(GalleryService gallery, string owner, string fileId) =>
        Assert.Equal(Refusals.Done, (await gallery.DeleteFileAsync(owner, fileId, default)).Kind());

    private static async Task<(string FileId, string Key)> UploadAsync(
        TestDatabase database, byte[] file, string owner = Alice, string? mediaType = "application/octet-stream")
    {
        using var body = new MemoryStream(file);
        var uploaded = await database.Services.GetRequiredService<GalleryUploader>().UploadAsync(
            new Caller { UserId = owner, ClientId = "app", Scopes = [] },
            MxitRoutes.UserMediaFile,
            new GalleryUpload("Default", "a.jpg", false, mediaType, null, null),
            body,
            null,
            default);
        Assert.Equal(Refusals.Done, uploaded.Kind());
        var id = uploaded.Value;
        return (id.ToString(), await database.QueryAsync(
            context => context.Set<StoredFile>().Where(row => row.Id == id).Select(row => row.Key).SingleAsync()));
    }

    private async Task<TestDatabase> CreateAsync(DatabaseBrand provider, Action<MediaSettings>? configure = null)
    {
        var database = await TestDatabase.CreateAsync(provider, _clock, services =>
        {
            services.AddSingleton(new ServerContext(new Uri("http://localhost"), _data, false));
            services.AddAccounts().AddProfiles()
                .AddApps().AddAuthorizationServer().AddContacts().AddIdempotency().AddMedia().AddPictures().AddGallery();
            services.AddSingleton<IMediaStorage>(
                provider => _storage = new WatchedStorage(ActivatorUtilities.CreateInstance<FolderMediaStorage>(provider)));
            services.Configure(configure ?? (_ => { }));
        });
        var now = _clock.GetStoredUtcNow();
        foreach (var (userId, login) in new[] { (Alice, "alice"), (Bob, "bob") })
        {
            await database.AddAsync(
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

        return database;
    }
}
