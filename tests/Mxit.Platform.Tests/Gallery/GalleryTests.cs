using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Authorization;
using Mxit.Platform.Contacts;
using Mxit.Platform.Data;
using Mxit.Platform.Gallery;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Media;
using Mxit.Platform.Pictures;
using Mxit.Platform.Profiles;
using Mxit.Platform.Tests.Media;
using Mxit.Platform.Wire;
using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Gallery;

/// <summary>Galleries in the storage and in the database.</summary>
public sealed class GalleryTests : IDisposable
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Books = "books";

    private readonly string _data = Directory.CreateTempSubdirectory("mxit-test-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public static TheoryData<DatabaseBrand> Databases => [DatabaseBrand.Sqlite, DatabaseBrand.PostgreSql];

    [Theory, MemberData(nameof(Databases))]
    public async Task Folders_are_one_whatever_the_case_and_keep_their_spelling(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var gallery = database.Services.GetRequiredService<GalleryService>();
        Assert.Equal([("Default", 0)], await FoldersAsync(gallery));

        Assert.Equal(Refusals.Done, (await gallery.CreateFolderAsync(Alice, "Caf\u00e9", default)).Kind());
        Assert.Equal(RefusalKind.Invalid, (await gallery.CreateFolderAsync(Alice, "CAF\u00c9", default)).Kind());
        Assert.Equal(RefusalKind.Invalid, (await gallery.CreateFolderAsync(Alice, "dEFAULT", default)).Kind());
        Assert.Equal(Refusals.Done, (await gallery.CreateFolderAsync(Bob, "caf\u00e9", default)).Kind());
        await UploadAsync(database, "cAF\u00c9", "a");
        await UploadAsync(database, "DEFAULT", "b");
        await UploadAsync(database, "New one", "c");

        Assert.Equal([("Default", 1), ("Caf\u00e9", 1), ("New one", 1)], await FoldersAsync(gallery));
        Assert.Equal(Refusals.Done, (await gallery.RenameFolderAsync(Alice, "CAF\u00c9", "cAF\u00c9", default)).Kind());
        Assert.Equal(RefusalKind.Invalid, (await gallery.RenameFolderAsync(Alice, "caf\u00e9", "NEW ONE", default)).Kind());
        Assert.Equal(RefusalKind.NotFound, (await gallery.RenameFolderAsync(Alice, "other", "x", default)).Kind());
        Assert.Equal(RefusalKind.NotFound, (await gallery.DeleteFolderAsync(Alice, "other", default)).Kind());
        Assert.Equal(RefusalKind.Invalid, (await gallery.RenameFolderAsync(Alice, "default", "x", default)).Kind());
        Assert.Equal(RefusalKind.Invalid, (await gallery.DeleteFolderAsync(Alice, "default", default)).Kind());
        Assert.Equal(Refusals.Done, (await gallery.DeleteFolderAsync(Alice, "new ONE", default)).Kind());
        Assert.Equal([("Default", 1), ("cAF\u00c9", 1)], await FoldersAsync(gallery));
        await AssertUsageAsync(database, Alice);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_10_a_folder_is_found_in_any_case_of_any_script_and_the_longest_name_has_room(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var gallery = database.Services.GetRequiredService<GalleryService>();
        foreach (var (name, other) in new[]
        {
            (Repeat("\u03C3\u03C2"), Repeat("\u03A3\u03A3")), (Repeat("\U00010428"), Repeat("\U00010400")),
            ("Stra\u00DFe", "STRA\u00DFE"),
        })
        {
            Assert.Equal(Refusals.Done, (await gallery.CreateFolderAsync(Alice, name, default)).Kind());
            Assert.Equal(RefusalKind.Invalid, (await gallery.CreateFolderAsync(Alice, other, default)).Kind());
            Assert.Equal(Refusals.Done, (await UploadAsync(database, other, "a")).Kind());
            Assert.Equal(name, Assert.Single((await gallery.ListOrNullAsync(Alice, other, 0, 9, default))!).FolderName);
        }

        static string Repeat(string text) => string.Concat(Enumerable.Repeat(text, GalleryNames.MaxFolderName / text.Length));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Folders_whose_names_are_spelled_with_other_characters_are_several(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var gallery = database.Services.GetRequiredService<GalleryService>();

        foreach (var name in new[] { "caf\u00e9", "cafe\u0301", "cafe", "I", "\u0130", "\u0131", "\u00DF", "\u1E9E", "ss" })
        {
            Assert.Equal(Refusals.Done, (await gallery.CreateFolderAsync(Alice, name, default)).Kind());
        }

        Assert.Equal(10, (await FoldersAsync(gallery)).Count);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Of_folders_made_or_renamed_at_the_same_time_one_gets_the_name(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var gallery = database.Services.GetRequiredService<GalleryService>();

        var created = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => Task.Run(() => gallery.CreateFolderAsync(Alice, "Same", default))));
        Assert.Equal(1, created.Count(result => result.Kind() == Refusals.Done));
        Assert.Equal(11, created.Count(result => result.Kind() == RefusalKind.Invalid));

        for (var index = 0; index < 6; index++)
        {
            await gallery.CreateFolderAsync(Alice, $"f{index}", default);
        }

        var renamed = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(
                index => Task.Run(() => gallery.RenameFolderAsync(Alice, $"f{index}", "Target", default))));
        Assert.Equal(1, renamed.Count(result => result.Kind() == Refusals.Done));
        Assert.Equal(5, renamed.Count(result => result.Kind() == RefusalKind.Invalid));
        Assert.Equal(8, (await FoldersAsync(gallery)).Count);
        await AssertUsageAsync(database, Alice);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_15_fifty_uploads_at_once_cannot_pass_the_quota(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider, settings => settings.MaxPersonBytes = 10_500);

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(index =>
            Task.Run(() => UploadAsync(database, $"f{index % 3}", new string((char)('a' + (index % 26)), 1_000)))));

        Assert.Equal(10, results.Count(result => result.Kind() == Refusals.Done));
        Assert.Equal(40, results.Count(result => result.Kind() == RefusalKind.Full));
        Assert.Equal(10_000, (await AssertUsageAsync(database, Alice)).Bytes);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_15_files_folders_and_the_whole_server_have_a_limit_too(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider, settings =>
            (settings.MaxPersonFiles, settings.MaxPersonFolders, settings.MaxTotalBytes) = (5, 2, 1_500));

        var many = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(index => Task.Run(() => UploadAsync(database, "Default", $"{index}"))));
        Assert.Equal(5, many.Count(result => result.Kind() == Refusals.Done));
        var folders = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(index => Task.Run(() => UploadAsync(database, $"f{index}", "x", owner: Bob))));
        Assert.Equal(2, folders.Count(result => result.Kind() == Refusals.Done));
        Assert.Equal(
            RefusalKind.Full,
            (await database.Services.GetRequiredService<GalleryService>().CreateFolderAsync(Bob, "more", default)).Kind());

        var total = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(
                index => Task.Run(() => UploadAsync(database, "Default", new string('y', 900 + index), owner: Bob))));
        Assert.Equal(1, total.Count(result => result.Kind() == Refusals.Done));
        await AssertUsageAsync(database, Alice);
        await AssertUsageAsync(database, Bob);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_15_fifty_uploads_of_an_app_cannot_pass_its_own_quota(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider, settings =>
            (settings.MaxAppBytes, settings.MaxAppFiles, settings.MaxPersonBytes) = (10_000, 8, 1_000));

        var bytes = await Task.WhenAll(Enumerable.Range(0, 50).Select(index => Task.Run(() =>
            UploadAsync(database, "Default", new string('x', 2_000 + index), owner: Books))));
        Assert.Equal(4, bytes.Count(result => result.Kind() == Refusals.Done));
        var files = await Task.WhenAll(Enumerable.Range(0, 50).Select(index => Task.Run(() =>
            UploadAsync(database, "Default", $"{index}", owner: Books))));
        Assert.Equal(4, files.Count(result => result.Kind() == Refusals.Done));

        Assert.All([.. bytes, .. files], result => Assert.True(result.Kind() is null or RefusalKind.Full));
        Assert.Equal(8, (await AssertUsageAsync(database, Books)).Files);
        Assert.Equal(8, (await database.KeysAsync()).Count);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_15_fifty_uploads_of_many_cannot_pass_what_the_server_has_in_total(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider, settings => settings.MaxTotalBytes = 10_000);

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(index => Task.Run(() => UploadAsync(
            database, "Default", new string('x', 950 + index), owner: (index % 3) switch { 0 => Alice, 1 => Bob, _ => Books }))));

        Assert.Equal(10, results.Count(result => result.Kind() == Refusals.Done));
        Assert.Equal(40, results.Count(result => result.Kind() == RefusalKind.Full));
        Assert.InRange(
            await database.QueryAsync(context => context.Set<GalleryUsage>().SumAsync(row => row.Bytes)), 9_000, 10_000);
        Assert.Equal(10, (await database.KeysAsync()).Count);
        Assert.Equal(10, MediaFiles().Length);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task An_app_has_a_gallery_until_it_is_removed(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var first = await UploadAsync(database, "default", "offered", owner: Books);
        Assert.Equal(Refusals.Done, first.Kind());
        var gallery = database.Services.GetRequiredService<GalleryService>();
        Assert.Equal(
            first.Value.ToString(), Assert.Single((await gallery.ListOrNullAsync(Books, "Default", 0, 9, default))!).FileId);
        Assert.Equal(RefusalKind.NotFound, (await UploadAsync(database, "Default", "x", owner: "unknown")).Kind());
        Assert.Null(await gallery.OpenOrNullAsync(Alice, first.Value.ToString(), default));

        await using (var scope = database.Services.CreateAsyncScope())
        {
            Assert.Null(await scope.ServiceProvider.GetRequiredService<AppService>().RemoveAsync(Books, default));
        }

        Assert.Equal(RefusalKind.NotFound, (await UploadAsync(database, "Default", "x", owner: Books)).Kind());
        Assert.Equal((0, 0, 0), await CountRowsAsync(database));
        Assert.Empty(MediaFiles());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_15_uploading_and_deleting_in_turn_never_fills_the_disk_past_the_quota(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider, settings => settings.MaxPersonBytes = 5_000);
        var gallery = database.Services.GetRequiredService<GalleryService>();
        for (var round = 0; round < 30; round++)
        {
            var file = await UploadAsync(database, "Default", $"{round} {new string('x', 2_400)}");
            Assert.Equal(Refusals.Done, file.Kind());
            Assert.InRange(MediaFiles().Sum(path => new FileInfo(path).Length), 2_400, 5_000);
            if (round > 0)
            {
                var oldest = (await gallery.ListOrNullAsync(Alice, "Default", 0, 1, default))![0];
                Assert.Equal(Refusals.Done, (await gallery.DeleteFileAsync(Alice, oldest.FileId, default)).Kind());
            }
        }

        Assert.Single(MediaFiles());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_18_equal_bytes_that_come_and_go_at_the_same_time_are_there_as_long_as_a_file_is(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var gallery = database.Services.GetRequiredService<GalleryService>();
        string[] owners = [Alice, Bob, Books];
        await Task.WhenAll(Enumerable.Range(0, 6).Select(worker => Task.Run(async () =>
        {
            var owner = owners[worker % 3];
            for (var round = 0; round < 12; round++)
            {
                var file = await UploadAsync(database, "Default", $"same {round % 2}", owner);
                Assert.Equal(Refusals.Done, file.Kind());
                var shown = await gallery.OpenOrNullAsync(owner, file.Value.ToString(), default);
                Assert.NotNull(shown);
                await shown.Content.DisposeAsync();
                if ((round + worker) % 4 != 0)
                {
                    Assert.Equal(Refusals.Done, (await gallery.DeleteFileAsync(owner, file.Value.ToString(), default)).Kind());
                }
            }
        })));

        var referenced = await database.QueryAsync(
            context => context.Set<StoredFile>().Select(row => row.Key).Distinct().ToListAsync());
        Assert.Equal(referenced.Order(StringComparer.Ordinal), await database.KeysAsync());
        await Task.WhenAll(owners.SelectMany(owner => Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            foreach (var item in (await gallery.ListOrNullAsync(owner, "Default", 0, 999, default))!)
            {
                await gallery.DeleteFileAsync(owner, item.FileId, default);
            }
        }))));
        Assert.Empty(MediaFiles());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_16_a_full_disk_leaves_no_row_and_no_bytes(DatabaseBrand provider)
    {
        var full = new FullStorage();
        await using var database = await CreateAsync(provider, services: services =>
            services.AddSingleton<IMediaStorage>(sp => full.Around(ActivatorUtilities.CreateInstance<FolderMediaStorage>(sp))));

        // No room while the bytes come, and none when they are to be seen.
        foreach (var (room, isFullLast) in new[] { (0, false), (1, true) })
        {
            (full.Room, full.IsFullWhenPublished) = (room, isFullLast);
            Assert.Equal(
                Refusal.Full("The server has no room left for files; try again later."),
                (await UploadAsync(database, "New", "bytes", key: "k")).Refusal);
        }

        Assert.Equal((0, 0), await database.QueryAsync(async context =>
            (await context.Set<StoredFile>().CountAsync(), await context.Set<StoredFolder>().CountAsync())));
        Assert.Empty(MediaFiles());
        (full.Room, full.IsFullWhenPublished) = (1, false);
        Assert.Equal(Refusals.Done, (await UploadAsync(database, "New", "bytes", key: "k")).Kind());
        await AssertUsageAsync(database, Alice);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Keys_of_other_operations_and_wishes_are_other_ones(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var uploader = database.Services.GetRequiredService<GalleryUploader>();

        var first = await SendAsync("a", 1);
        Assert.Equal(first, await SendAsync("a", 1));
        Assert.Equal(RefusalKind.KeyMismatch, (await SendAsync("a", 2)).Kind());
        Assert.NotEqual(first.Value, (await SendAsync("b", 2)).Value);
        Assert.Equal(2, (await AssertUsageAsync(database, Alice)).Files);

        async Task<Result<Guid>> SendAsync(string operation, byte wish)
        {
            using var body = new MemoryStream([1, 2, 3]);
            return await uploader.UploadAsync(
                Person(Alice), operation, new GalleryUpload("Default", "a.txt", false, null, null, null), body,
                new IdempotencyKey("k", [wish]), default);
        }
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_folder_that_is_deleted_while_files_come_leaves_none_without_a_folder(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var gallery = database.Services.GetRequiredService<GalleryService>();

        var uploads = Enumerable.Range(0, 20).Select(index => Task.Run(() => UploadAsync(database, "Busy", $"{index}"))).ToList();
        var removals = Enumerable.Range(0, 10)
            .Select(_ => Task.Run(() => gallery.DeleteFolderAsync(Alice, "Busy", default))).ToList();

        Assert.All(await Task.WhenAll(uploads), result => Assert.Equal(Refusals.Done, result.Kind()));
        Assert.All(await Task.WhenAll(removals), result => Assert.True(result.Kind() is null or RefusalKind.NotFound));
        await AssertUsageAsync(database, Alice);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_18_bytes_go_when_the_last_file_that_has_them_is_gone(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var gallery = database.Services.GetRequiredService<GalleryService>();
        var first = await UploadAsync(database, "Default", "same bytes");
        var second = await UploadAsync(database, "Other", "same bytes", owner: Bob);

        Assert.Equal(RefusalKind.NotFound, (await gallery.DeleteFileAsync(Bob, first.Value.ToString(), default)).Kind());
        Assert.Equal(Refusals.Done, (await gallery.DeleteFileAsync(Alice, first.Value.ToString(), default)).Kind());
        Assert.Equal(RefusalKind.NotFound, (await gallery.DeleteFileAsync(Alice, first.Value.ToString(), default)).Kind());
        Assert.Single(MediaFiles());
        await using (var shown = (await gallery.OpenOrNullAsync(Bob, second.Value.ToString(), default))!.Content)
        {
            Assert.Equal("same bytes", await new StreamReader(shown).ReadToEndAsync());
        }

        Assert.Equal(Refusals.Done, (await gallery.DeleteFolderAsync(Bob, "other", default)).Kind());
        Assert.Empty(MediaFiles());
        await AssertUsageAsync(database, Bob);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_18_nothing_is_left_of_somebody_who_is_removed(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        await UploadAsync(database, "Default", "a");
        await UploadAsync(database, "More", "b");
        var uploads = Enumerable.Range(0, 10)
            .Select(index => Task.Run(() => UploadAsync(database, $"f{index}", $"{index}"))).ToList();

        await database.Services.GetRequiredService<AccountService>().RemoveAsync(Alice, default);
        await Task.WhenAll(uploads);

        Assert.Equal(RefusalKind.NotFound, (await UploadAsync(database, "Default", "later")).Kind());
        Assert.Equal((0, 0, 0), await CountRowsAsync(database));
        Assert.Empty(MediaFiles());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_same_key_takes_a_file_in_once(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider, settings => settings.MaxPersonBytes = 1_000);
        var body = new string('x', 900);
        var first = await UploadAsync(database, "Default", body, key: "k");

        // There is no room for it a second time, and none is needed.
        var again = await UploadAsync(database, "Default", body, key: "k");
        Assert.Equal(first, again);
        Assert.Equal(RefusalKind.KeyMismatch, (await UploadAsync(database, "Default", "other", key: "k")).Kind());
        Assert.Equal(RefusalKind.KeyMismatch, (await UploadAsync(database, "Else", body, key: "k")).Kind());

        var many = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => UploadAsync(database, "Default", "small", key: "m"))));
        Assert.Single(many.Where(result => result.Kind() == Refusals.Done).Select(result => result.Value).Distinct());
        Assert.All(many, result => Assert.True(result.Kind() is null or RefusalKind.KeyInUse));
        Assert.Equal(2, (await AssertUsageAsync(database, Alice)).Files);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task U_16_too_much_leaves_no_row_and_no_bytes(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(
            provider, settings => (settings.MaxFileBytes, settings.MaxPersonBytes) = (2_000, 5_000));

        Assert.Equal(RefusalKind.TooLarge, (await UploadAsync(database, "New", new string('x', 2_001))).Kind());
        Assert.Equal(Refusals.Done, (await UploadAsync(database, "Default", new string('x', 2_000))).Kind());
        Assert.Equal(Refusals.Done, (await UploadAsync(database, "Default", new string('x', 2_000))).Kind());
        Assert.Equal(RefusalKind.Full, (await UploadAsync(database, "New", new string('y', 1_001))).Kind());

        Assert.Equal([("Default", 2)], await FoldersAsync(database.Services.GetRequiredService<GalleryService>()));
        Assert.Single(MediaFiles());
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(" ", false)]
    [InlineData(".", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("a\0b", false)]
    [InlineData("a\r\nb", false)]
    [InlineData("File", false)]
    [InlineData("send", false)]
    [InlineData("CON", true)]
    [InlineData("a\\b", true)]
    [InlineData("%2e%2e", true)]
    [InlineData("\u202Egpj.exe", true)]
    [InlineData("\U0001F600 \u4F60\u597D", true)]
    public void U_10_folder_names_are_text_that_fits_in_a_path(string name, bool isAllowed) =>
        Assert.Equal(isAllowed, GalleryNames.FindFolderFault(name) is null);

    [Fact]
    public void U_10_names_have_a_length()
    {
        Assert.Null(GalleryNames.FindFolderFault(new string('x', 64)));
        Assert.NotNull(GalleryNames.FindFolderFault(new string('x', 65)));
        Assert.Null(GalleryNames.FindFileFault(new string('x', 255)));
        Assert.NotNull(GalleryNames.FindFileFault(new string('x', 10_000)));
        Assert.NotNull(GalleryNames.FindFolderFault("\ud800"));
        Assert.NotNull(GalleryNames.FindFileFault("x\udc00y"));
        Assert.NotNull(GalleryNames.FindFileFault(null));
        Assert.Null(GalleryNames.FindFileFault("../../etc/passwd"));
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static async Task<Result<Guid>> UploadAsync(
        TestDatabase database, string folder, string content, string owner = Alice, string? key = null)
    {
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(content));
        return await database.Services.GetRequiredService<GalleryUploader>().UploadAsync(
            Person(owner),
            "upload",
            new GalleryUpload(folder, "a.txt", false, null, null, null),
            body,
            key is null ? null : new IdempotencyKey(key, []),
            default);
    }

    private static Caller Person(string owner) => owner.StartsWith('m')
        ? new Caller { UserId = owner, ClientId = "app", Scopes = [] }
        : new Caller { ClientId = "app", ServiceName = owner, Scopes = [] };

    private static Task<(int, int, int)> CountRowsAsync(TestDatabase database) => database.QueryAsync(async context =>
        (await context.Set<StoredFile>().CountAsync(), await context.Set<StoredFolder>().CountAsync(),
            await context.Set<GalleryUsage>().CountAsync()));

    private static async Task<List<(string, int)>> FoldersAsync(GalleryService gallery) =>
        [.. (await gallery.GetRootAsync(Alice, default)).Folders.Select(folder => (folder.FolderName, folder.ItemCount))];

    /// <summary>What is written down of a gallery must be what there is.</summary>
    private static async Task<GalleryUsage> AssertUsageAsync(TestDatabase database, string owner)
    {
        var usage = await database.QueryAsync(
            context => context.Set<GalleryUsage>().AsNoTracking().SingleAsync(row => row.OwnerId == owner));
        var files = await database.QueryAsync(
            context => context.Set<StoredFile>().AsNoTracking().Where(row => row.OwnerId == owner).ToListAsync());
        var folders = await database.QueryAsync(
            context => context.Set<StoredFolder>().AsNoTracking().Where(row => row.OwnerId == owner).ToListAsync());
        Assert.Equal(
            (files.Sum(file => file.Size), files.Count, folders.Count(folder => folder.Name != "Default")),
            (usage.Bytes, usage.Files, usage.Folders));
        Assert.All(files, file => Assert.Contains(folders, folder => folder.Id == file.FolderId));
        return usage;
    }

    private string[] MediaFiles() => Directory.GetFiles(Path.Combine(_data, "media"), "*", SearchOption.AllDirectories);

    private async Task<TestDatabase> CreateAsync(
        DatabaseBrand provider, Action<GallerySettings>? configure = null, Action<IServiceCollection>? services = null)
    {
        var database = await TestDatabase.CreateAsync(provider, _clock, added =>
        {
            added.AddSingleton(new ServerContext(new Uri("http://localhost"), _data, false));
            added.AddAccounts().AddProfiles()
                .AddApps().AddAuthorizationServer().AddContacts().AddIdempotency().AddMedia().AddPictures().AddGallery();
            added.Configure(configure ?? (_ => { }));
            services?.Invoke(added);
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

        await using var scope = database.Services.CreateAsyncScope();
        var app = await scope.ServiceProvider.GetRequiredService<AppService>().CreateAsync(new NewApp(Books), default);
        Assert.True(app.IsDone);
        return database;
    }
}
