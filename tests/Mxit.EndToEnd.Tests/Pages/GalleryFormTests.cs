using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform;
using Mxit.Platform.Gallery;
using Mxit.Platform.Wire;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests.Pages;

/// <summary>The pages of the gallery by plain HTTP: what they take, what they refuse, and what they do once only.</summary>
public sealed partial class GalleryFormTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Nowhere = "f00df00d-f00d-f00d-f00d-f00df00df00d";

    [Theory]
    [InlineData("/gallery", "/gallery")]
    [InlineData("/gallery/Default?page=2", "/gallery/Default")]
    [InlineData("/gallery/a%2Bb%25", "/gallery/a%2Bb%25")]
    [InlineData($"/gallery/file/{Nowhere}", $"/gallery/file/{Nowhere}")]
    public async Task Who_is_not_signed_in_is_asked_to(string path, string back)
    {
        var server = shared.Inner;
        using var stranger = new Visitor(server.Inner.Address);

        var shown = await stranger.GetAsync(path);
        var posted = await stranger.PostAsync(path, [KeyValuePair.Create("do", "delete")]);
        using var files = Visitor.FilesForm([], ("a.txt", "text/plain", [1]));
        var sent = await stranger.PostAsync("/gallery/Default/files", files);

        var location = $"/sign-in?returnUrl={Uri.EscapeDataString(back)}";
        Assert.Equal((302, location), (shown.Status, shown.Header("Location")));
        Assert.Equal((303, location), (posted.Status, posted.Header("Location")));
        Assert.Equal((303, "/sign-in?returnUrl=%2Fgallery%2FDefault"), (sent.Status, sent.Header("Location")));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task U_10_folders_may_be_called_anything_that_is_no_path(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var bob = await Visitor.SignInAsync(server, "bob");
        foreach (var name in (string[])["a+b", "100%", "50%2F50", "%00", "what?", "#1", "C:\\x", "...", "a b", "😀 ü é",
            "<b>\"'&amp;", "file.", "\u202Etxt.exe"])
        {
            var created = await bob.PostAsync("/gallery", await bob.ProveAsync("/gallery", ("name", $" {name} ")));
            Assert.Equal(303, created.Status);
            var path = created.Header("Location")!;
            Assert.Equal(name, HeadingOf(await bob.GetAsync(path)));

            Assert.Equal(303, (await bob.UploadAsync(path, ("in.txt", "text/plain", "text"u8.ToArray()))).Status);
            Assert.Contains(">in.txt</bdi>", (await bob.GetAsync(path)).Body, StringComparison.Ordinal);
            Assert.Contains($"href=\"{path}\"", (await bob.GetAsync("/gallery")).Body, StringComparison.Ordinal);

            var renamed = await bob.PostAsync(path, await bob.ProveAsync(path, ("do", "rename"), ("name", $"new {name}")));
            Assert.Equal((303, $"/gallery/{Uri.EscapeDataString($"new {name}")}"), (renamed.Status, renamed.Header("Location")));
            Assert.Equal(404, (await bob.GetAsync(path)).Status);
            path = renamed.Header("Location")!;
            var deleted = await bob.PostAsync(path, await bob.ProveAsync(path, ("do", "delete")));
            Assert.Equal((303, "/gallery"), (deleted.Status, deleted.Header("Location")));
        }

        Assert.Equal(["Default 0"], await FoldersAsync(server, Bob));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("..", ". or ..")]
    [InlineData("a/b", "slash")]
    [InlineData("List", "something else")]
    [InlineData("a\tb", "control character")]
    [InlineData("default", "already")]
    [InlineData("65", "at most 64 are allowed")]
    public async Task A_name_that_no_folder_can_have_comes_back_with_the_reason(string name, string reason)
    {
        name = name == "65" ? new string('x', 65) : name;
        await using var server = await Server.StartAsync();
        using var bob = await Visitor.SignInAsync(server, "bob");
        await server.Get<GalleryService>().CreateFolderAsync(
            new Caller { UserId = Bob, Scopes = [] }, "Mine", key: null, default);

        var created = await bob.PostAsync("/gallery", await bob.ProveAsync("/gallery", ("name", name)));
        var renamed = await bob.PostAsync(
            "/gallery/mine", await bob.ProveAsync("/gallery/mine", ("do", "rename"), ("name", name)));

        Assert.All([created, renamed], answer =>
        {
            Assert.Equal(400, answer.Status);
            Assert.Contains(reason, answer.Body, StringComparison.Ordinal);
            Assert.Contains("role=\"alert\"", answer.Body, StringComparison.Ordinal);
        });
        Assert.Contains($"value=\"{name.Trim()}\"", WebUtility.HtmlDecode(created.Body), StringComparison.Ordinal);
        Assert.Equal(["Default 0", "Mine 0"], await FoldersAsync(server, Bob));
    }

    [Fact]
    public async Task The_folder_that_everybody_has_stays()
    {
        await using var server = await Server.StartAsync();
        using var bob = await Visitor.SignInAsync(server, "bob");

        foreach (var action in (string[])["rename", "delete"])
        {
            var answer = await bob.PostAsync(
                "/gallery/default", await bob.ProveAsync("/gallery/default", ("do", action), ("name", "Other")));
            Assert.Equal(400, answer.Status);
            Assert.Contains("folder Default cannot be", answer.Body, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(
            "Rename or delete this folder", (await bob.GetAsync("/gallery/Default")).Body, StringComparison.Ordinal);
        Assert.Equal(["Default 0"], await FoldersAsync(server, Bob));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task Of_several_files_those_are_kept_that_are_fine(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider, options =>
            (options.Settings["Mxit:Gallery:MaxFileBytes"], options.Settings["Mxit:Gallery:MaxPersonBytes"]) = ("2000", "4000"));
        using var bob = await Visitor.SignInAsync(server, "bob");

        var answer = await bob.UploadAsync(
            "/gallery/Default",
            ("first.txt", "text/plain", new byte[1_500]),
            ("large & long.bin", "", new byte[200_000]),
            ("second.txt", "text/plain", new byte[1_000]),
            ("full.bin", "", new byte[1_600]),
            (new string('n', 256), "", [1]),
            ("last.txt", "text/plain", new byte[900]));

        Assert.Equal(413, answer.Status);
        var page = answer.Body;
        Assert.Contains("3 files added.", page, StringComparison.Ordinal);
        Assert.Contains("3 files were not taken:", page, StringComparison.Ordinal);
        Assert.Contains(
            "<bdi>large &amp; long.bin</bdi>: This is too large; a file may have 1.9 KB at most.", page,
            StringComparison.Ordinal);
        Assert.Contains(
            "<bdi>full.bin</bdi>: There is no room left for the file in the gallery; delete others first.", page,
            StringComparison.Ordinal);
        Assert.Contains("at most 255 are allowed", page, StringComparison.Ordinal);
        Assert.Contains("3.3 KB of 3.9 KB", page, StringComparison.Ordinal);
        Assert.Equal(["last.txt", "second.txt", "first.txt"], NamesIn(page));
        Assert.Equal(3, MediaFiles(server).Length);
    }

    [Fact]
    public async Task The_same_form_posted_again_stores_once_and_another_file_is_another_one()
    {
        await using var server = await Server.StartAsync();
        using var bob = await Visitor.SignInAsync(server, "bob");
        var hidden = await bob.HiddenAsync("/gallery/Default", "/gallery/Default/files");
        (string, string, byte[])[] files = [("same.txt", "text/plain", [1]), ("same.txt", "text/plain", [2])];

        foreach (var sent in ((string, string, byte[])[][])[files, files, [("other.txt", "text/plain", [1])]])
        {
            using var form = Visitor.FilesForm(hidden, sent);
            Assert.Equal(303, (await bob.PostAsync("/gallery/Default/files", form)).Status);
        }

        Assert.Equal(["other.txt", "same.txt", "same.txt"], NamesIn((await bob.GetAsync("/gallery/Default")).Body));
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Users\\Bob\\my photo.jpg", "my photo.jpg")]
    [InlineData("a%22b\".txt", "a\"b\".txt")]
    [InlineData("naïve 😀;=,{}.txt", "naïve 😀;=,{}.txt")]
    [InlineData("<img src=x onerror=alert(1)>.html", "<img src=x onerror=alert(1)>.html")]
    [InlineData("gpj.\u202Eexe", "gpj.exe")]
    public async Task U_10_file_names_lose_their_path_and_nothing_else(string sent, string shown)
    {
        await using var server = await Server.StartAsync();
        using var bob = await Visitor.SignInAsync(server, "bob");

        Assert.Equal(
            (303, "/gallery/Default?received=1"), await SeenAsync(
                bob.UploadAsync("/gallery/Default", (sent, "text/html", "<b>"u8.ToArray()))));

        var page = await bob.GetAsync("/gallery/Default");
        Assert.Equal([shown], NamesIn(page.Body));
        var file = await bob.GetAsync(FileIn(page.Body));
        Assert.Equal((200, shown), (file.Status, HeadingOf(file)));
        Assert.DoesNotContain("<img src=x", file.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_is_not_ours_brings_and_changes_nothing()
    {
        await using var server = await Server.StartAsync();
        using var bob = await Visitor.SignInAsync(server, "bob");
        using var dave = await Visitor.SignInAsync(server, "dave");
        await server.Get<GalleryService>().CreateFolderAsync(
            new Caller { UserId = Bob, Scopes = [] }, "Mine", key: null, default);
        await bob.UploadAsync("/gallery/Mine", ("kept.txt", "text/plain", [7]));
        var file = FileIn((await bob.GetAsync("/gallery/Mine")).Body);
        var foreign = (await dave.ProveAsync("/gallery")).Single();
        var own = (await bob.ProveAsync("/gallery")).Single();

        foreach (var proof in (KeyValuePair<string, string>[][])[[foreign], []])
        {
            foreach (var (path, action) in new[]
            {
                ("/gallery", ""), ("/gallery/Mine", "rename"), ("/gallery/Mine", "delete"), (file, "rename"), (file, "delete"),
            })
            {
                var answer = await bob.PostAsync(
                    path, [.. proof, KeyValuePair.Create("do", action), KeyValuePair.Create("name", "Other")]);
                Assert.Equal(400, answer.Status);
                Assert.Contains("too old", answer.Body, StringComparison.Ordinal);
            }

            using var files = Visitor.FilesForm(proof, ("evil.txt", "text/plain", new byte[100_000]));
            Assert.Equal(400, (await bob.PostAsync("/gallery/Mine/files", files)).Status);
        }

        // A proof behind the file would only be known once the file was taken.
        using var late = Visitor.FilesForm([], ("evil.txt", "text/plain", new byte[100_000]));
        late.Add(new StringContent(own.Value), own.Key);
        Assert.Equal(400, (await bob.PostAsync("/gallery/Mine/files", late)).Status);

        Assert.Equal(["Default 0", "Mine 1"], await FoldersAsync(server, Bob));
        Assert.Equal(["kept.txt"], NamesIn((await bob.GetAsync("/gallery/Mine")).Body));
        Assert.Single(MediaFiles(server));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task U_14_the_files_of_others_are_not_there(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var alice = await Visitor.SignInAsync(server, "alice");
        using var bob = await Visitor.SignInAsync(server, "bob");
        await server.Get<GalleryService>().CreateFolderAsync(
            new Caller { UserId = Alice, Scopes = [] }, "Hers", key: null, default);
        await alice.UploadAsync("/gallery/Hers", ("secret.txt", "text/plain", [7]));
        var file = FileIn((await alice.GetAsync("/gallery/Hers")).Body);

        foreach (var path in (string[])[
            file, "/gallery/Hers", $"/gallery/file/{Nowhere}", "/gallery/file/x", "/gallery/file/a%00b",
        ])
        {
            foreach (var action in (string[])["rename", "delete"])
            {
                var shown = await bob.GetAsync(path);
                var changed = await bob.PostAsync(
                    path, await bob.ProveAsync("/gallery", ("do", action), ("name", "mine"), ("userId", Alice)));
                Assert.Equal(
                    path.Contains("%00", StringComparison.Ordinal) ? (400, 400) : (404, 404), (shown.Status, changed.Status));
                Assert.DoesNotContain("secret", shown.Body + changed.Body, StringComparison.Ordinal);
            }
        }

        Assert.Equal(["secret.txt"], NamesIn((await alice.GetAsync("/gallery/Hers")).Body));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task A_large_folder_comes_in_pages(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var bob = await Visitor.SignInAsync(server, "bob");
        var names = Enumerable.Range(0, 65).Select(n => $"file {n:D2}").ToList();
        await bob.UploadAsync("/gallery/Default", [.. names.Select(name => (name, "", Encoding.UTF8.GetBytes(name)))]);

        foreach (var (order, expected) in new[] { ("", names.AsEnumerable().Reverse().ToList()), ("order=oldest&", names) })
        {
            var seen = new List<string>();
            var next = $"/gallery/Default?{order}";
            while (next is not null)
            {
                var page = await bob.GetAsync(next);
                seen.AddRange(NamesIn(page.Body));
                next = Next().Match(page.Body) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;
            }

            Assert.Equal(expected, seen);
        }

        foreach (var (odd, expected) in new[] { ("0", 30), ("-1", 30), ("x", 30), ("", 30), ("1&page=2", 30), ("99999999999", 30),
            ("99", 5), ("2147483647", 5), ("%00", 30) })
        {
            var page = await bob.GetAsync($"/gallery/Default?page={odd}");
            Assert.Equal((200, expected), (page.Status, NamesIn(page.Body).Count));
        }
    }

    public static TheoryData<string, string, int, int> BrokenForms => new()
    {
        { "cut off in the file", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhalf", 400, 0 },
        { "cut off behind a file", "--b\r\nContent-Disposition: form-data; name=\"file\"; " +
        "filename=\"a.txt\"\r\n\r\nwhole\r\n--b\r\nContent-Dis", 400, 1 },
        { "no file at all", "--b--\r\n", 400, 0 },
        { "none chosen", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\nContent-Type: " +
        "application/octet-stream\r\n\r\n\r\n--b--\r\n", 400, 0 },
        { "another field", "--b\r\nContent-Disposition: form-data; name=\"other\"; filename=\"a.txt\"\r\n\r\nx\r\n--b--\r\n", 400,
            0 },
        { "no disposition", "--b\r\n\r\nx\r\n--b--\r\n", 400, 0 },
        { "odd disposition", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\r\n\r\nx\r\n--b--\r\n", 400, 0 },
        { "no colon", "--b\r\nContent-Disposition\r\n\r\nx\r\n--b--\r\n", 400, 0 },
        { "long header", $"--b\r\nContent-Disposition: form-data; name=\"file\"; " +
        $"filename=\"{new string('a', 40_000)}\"\r\n\r\nx\r\n--b--\r\n", 400, 0 },
        { "long field", $"--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n{new string('a', 9_000)}\r\n--b--\r\n", 400,
            0 },
        { "many fields", string.Concat(Enumerable.Range(0, 20).Select(n => $"--b\r\nContent-Disposition: form-data; " +
        $"name=\"f{n}\"\r\n\r\n1\r\n")) + "--b--\r\n", 400, 0 },
        { "only a slash", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a/\"\r\n\r\nx\r\n--b--\r\n", 400, 0 },
        { "NUL in the name", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\0b\"\r\n\r\nx\r\n--b--\r\n", 400,
            0 },
    };

    [Theory, MemberData(nameof(BrokenForms))]
    public async Task U_16_a_broken_form_is_the_senders_fault_and_whole_files_stay(
        string what, string rest, int status, int stored)
    {
        await using var server = await Server.StartAsync();
        using var bob = await Visitor.SignInAsync(server, "bob");
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Proof(await bob.ProveAsync("/gallery")) + rest));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");

        var answer = await bob.PostAsync("/gallery/Default/files", content);

        Assert.True(answer.Status == status, $"{what}: {answer.Status}");
        Assert.Contains("role=\"alert\"", answer.Body, StringComparison.Ordinal);
        Assert.Equal([$"Default {stored}"], await FoldersAsync(server, Bob));
        await WaitFor.ConditionAsync(() => MediaFiles(server).Length == stored);
    }

    [Theory, MemberData(nameof(MessagesFormTests.OddBodies), MemberType = typeof(MessagesFormTests))]
    public async Task Odd_bodies_are_the_senders_fault(string what, string contentType, byte[] body)
    {
        var server = shared.Inner;
        using var bob = await Visitor.SignInAsync(server, "bob");
        foreach (var path in (string[])["/gallery", "/gallery/Default", "/gallery/Default/files", "/gallery/list/files"])
        {
            using var content = new ByteArrayContent(body);
            if (contentType.Length > 0)
            {
                content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            }

            var answer = await bob.PostAsync(path, content);
            Assert.True(answer.Status is 400 or 413 or 404, $"{what}: {path} answered {answer.Status}");
        }
    }

    [Fact]
    public async Task U_02_U_17_a_file_goes_to_the_storage_while_it_comes_and_leaves_nothing_when_it_breaks_off()
    {
        const int Megabyte = 1024 * 1024;
        await using var server = await Server.StartAsync();
        using var bob = await Visitor.SignInAsync(server, "bob");
        var start = Proof(await bob.ProveAsync("/gallery"))
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"long.bin\"\r\n\r\n";
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(server.Inner.Address.Host, server.Inner.Address.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /gallery/Default/files HTTP/1.1\r\nHost: {server.Inner.Address.Authority}\r\nCookie: {bob.Cookies}\r\n"
                + $"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {50 * Megabyte}\r\n\r\n{start}"));
            await socket.GetStream().WriteAsync(new byte[2 * Megabyte]);

            // Most of what has come is in a file, though much more is to come.
            await WaitFor.ConditionAsync(() => MediaFiles(server) is [var file] && new FileInfo(file).Length > Megabyte);
            socket.LingerState = new LingerOption(true, 0);
        }

        await WaitFor.ConditionAsync(() => MediaFiles(server).Length == 0);
        Assert.Equal(["Default 0"], await FoldersAsync(server, Bob));
    }

    [Fact]
    public async Task U_02_what_is_far_too_much_is_refused_before_it_is_read()
    {
        await using var server = await Server.StartAsync(configure: options =>
            (options.Settings["Mxit:Gallery:MaxFileBytes"], options.Settings["Mxit:Gallery:MaxPersonBytes"]) = ("2000", "3000"));
        using var bob = await Visitor.SignInAsync(server, "bob");

        var answer = await bob.UploadAsync("/gallery/Default", ("huge.bin", "", new byte[2_000_000]));

        Assert.Equal(413, answer.Status);
        Assert.Contains("This was too much at a time.", answer.Body, StringComparison.Ordinal);
        Assert.Empty(MediaFiles(server));
    }

    [Fact]
    public async Task A_file_that_shall_not_be_passed_on_says_so()
    {
        await using var server = await Server.StartAsync();
        using var bob = await Visitor.SignInAsync(server, "bob");
        var hidden = await bob.HiddenAsync("/gallery/Default", "/gallery/Default/files");

        using var form = Visitor.FilesForm(
            [.. hidden, KeyValuePair.Create("preventShare", "true")], ("a.txt", "text/plain", [1]));
        await bob.PostAsync("/gallery/Default/files", form);

        var item = Assert.Single((await server.Get<GalleryService>().ListOrNullAsync(Bob, "Default", 0, 9, default))!);
        Assert.True(item.PreventShare);
        Assert.Contains(
            "It cannot be passed on.", (await bob.GetAsync($"/gallery/file/{item.FileId}")).Body, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string? Location)> SeenAsync(Task<Answer> answer) =>
        ((await answer).Status, (await answer).Header("Location"));

    private static string Proof(Dictionary<string, string> fields) => string.Concat(fields.Select(field =>
        $"--b\r\nContent-Disposition: form-data; name=\"{field.Key}\"\r\n\r\n{field.Value}\r\n"));

    private static async Task<IEnumerable<string>> FoldersAsync(Server server, string userId) =>
        (await server.Get<GalleryService>().GetRootAsync(userId, default)).Folders.Select(
            folder => $"{folder.FolderName} {folder.ItemCount}");

    private static string[] MediaFiles(Server server) => Directory.GetFiles(
        Path.Combine(server.Get<ServerContext>().DataFolder, "media"), "*", SearchOption.AllDirectories);

    private static List<string> NamesIn(string page) =>
        [.. Name().Matches(page[page.IndexOf("id=\"files\"", StringComparison.Ordinal)..]).Select(
            match => WebUtility.HtmlDecode(match.Groups[1].Value))];

    private static string FileIn(string page) => File().Match(page).Groups[1].Value;

    private static string HeadingOf(Answer page) => WebUtility.HtmlDecode(Heading().Match(page.Body).Groups[1].Value);

    [GeneratedRegex("<bdi class=\"name\">([^<]*)</bdi>")]
    private static partial Regex Name();

    [GeneratedRegex("href=\"(/gallery/file/[^\"]+)\"")]
    private static partial Regex File();

    [GeneratedRegex("<a rel=\"next\" href=\"([^\"]*)\">")]
    private static partial Regex Next();

    [GeneratedRegex("<h1><bdi>([^<]*)</bdi></h1>")]
    private static partial Regex Heading();
}
