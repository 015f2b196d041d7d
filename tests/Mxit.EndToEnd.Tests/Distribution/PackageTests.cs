using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mxit.Cli.Tour;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests.Distribution;

/// <summary>
/// The packages as a stranger gets them: installed from a folder into projects that know nothing of this repository.
/// </summary>
public sealed partial class PackageTests(PackageTests.Feed feed) : IClassFixture<PackageTests.Feed>
{
    [Theory]
    [InlineData("Mxit")]
    [InlineData("Mxit.Contracts")]
    [InlineData("Mxit.Extensions.DependencyInjection")]
    [InlineData("Mxit.AspNetCore.Authentication")]
    [InlineData("Mxit.Testing")]
    [InlineData("Mxit.Cli")]
    public void A_package_tells_what_it_is(string name)
    {
        using var package = ZipFile.OpenRead(feed.File(name, "nupkg"));
        using var description = package.GetEntry($"{name}.nuspec")!.Open();
        var metadata = XDocument.Load(description).Root!.Elements().Single();
        string Text(string element) => metadata.Elements().Single(child => child.Name.LocalName == element).Value;

        Assert.Equal("MIT", Text("license"));
        Assert.NotEmpty(Text("description"));
        Assert.NotNull(package.GetEntry(Text("icon")));
        using var readme = new StreamReader(package.GetEntry(Text("readme"))!.Open());
        Assert.StartsWith("# ", readme.ReadToEnd(), StringComparison.Ordinal);
        Assert.True(File.Exists(feed.File(name, "snupkg")), "There are no symbols.");
    }

    // The blocks of the README are one program. Its reader opens a page, and somebody writes to the person who signed in.
    [Fact]
    public async Task The_program_of_the_README_runs_from_the_package_block_by_block()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var server = await MxitTestServer.StartAsync(cancellationToken: stop);
        using var mxit = server.CreateClient();
        var alice = await mxit.SignInAsync("alice", stop);
        var bob = await mxit.SignInAsync("bob", stop);
        var program = await ProgramOfReadmeAsync("using Mxit;", stop);
        Assert.Contains("http://127.0.0.1:5080/", program, StringComparison.Ordinal);

        var written = await feed.RunAsync(
            "Mxit",
            program.Replace("http://127.0.0.1:5080/", server.Address.ToString(), StringComparison.Ordinal),
            async line =>
            {
                if (!line.StartsWith("Open ", StringComparison.Ordinal))
                {
                    return null;
                }

                var aliceId = await mxit.Users.GetUserIdAsync("alice", cancellationToken: stop);
                await bob.Messenger.SendMessageAsync(aliceId, new OutgoingMessage { Body = "hello" }, cancellationToken: stop);
                await bob.Messenger.SendMessageAsync(aliceId, new OutgoingMessage { Body = "bye" }, cancellationToken: stop);
                return (await ConsentForm.AllowAsync(new Uri(line["Open ".Length..]), "alice", "alice-password", stop))
                    .ToString();
            },
            stop);

        var received = await alice.Messenger.ListMessagesAsync(cancellationToken: stop).ToListAsync(stop);
        var answers = await bob.Messenger.ListMessagesAsync(cancellationToken: stop)
            .Where(message => message.Direction == MessageDirection.Received).ToListAsync(stop);
        Assert.Contains(
            received, message => message.Body == "Hello from .NET" && written.Contains(
                message.Id.ToString(), StringComparison.Ordinal));
        Assert.Contains(
            received, message => message is { ContainsMarkup: true } && message.Body.StartsWith(
                "*Welcome*, Alice", StringComparison.Ordinal));
        Assert.Contains(received, message => message.Body == "We are open");
        Assert.Equal(
            ["You said: hello", "You said: bye"],
            answers.Select(message => message.Body).Where(text => text.StartsWith("You said", StringComparison.Ordinal)));
        Assert.Contains(answers, message => message.Offer is not null);
        Assert.Contains("is in the gallery", written, StringComparison.Ordinal);
        Assert.Contains("Not sent to m99999999999", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_test_server_runs_from_its_package()
    {
        var stop = TestContext.Current.CancellationToken;

        var written = await feed.RunAsync(
            "Mxit.Testing", await ProgramOfReadmeAsync("using Mxit.Testing;", stop), _ => NoAnswer, stop);

        Assert.Equal("Rain at four", written.Trim());
    }

    // The commands and the files of docs/quick-start.md. The bot is killed between its two lives, as a crash would end it.
    [Fact]
    public async Task The_bot_of_the_quick_start_replies_once_across_a_crash()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var server = await MxitTestServer.StartAsync(cancellationToken: stop);
        using var mxit = server.CreateClient();
        var alice = await mxit.SignInAsync("alice", stop);
        var bob = await mxit.Users.GetUserIdAsync("bob", cancellationToken: stop);
        var page = await QuickStart.ReadAsync(stop);
        var folder = feed.NewFolder("QuickStart");
        var newProject = page.CommandsWith("dotnet new").Replace("../mxit-packages", feed.Folder, StringComparison.Ordinal);
        (await feed.RunShellAsync(folder, newProject, _ => NoAnswer, stop)).Succeeded();
        var project = Path.Combine(folder, "EchoBot");
        foreach (var (name, code) in page.Files)
        {
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "EchoBot", name), stop), code);
            await File.WriteAllTextAsync(
                Path.Combine(project, name), code.Replace(
                    "http://127.0.0.1:5080/", server.Address.ToString(), StringComparison.Ordinal), stop);
        }

        var signIns = 0;
        foreach (var text in new[] { "hello", "are you there?" })
        {
            await alice.Messenger.SendMessageAsync(bob, text, cancellationToken: stop);
            using var life = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var running = feed.RunShellAsync(project, page.CommandsWith("dotnet run"), SignInAsync, life.Token);
            var replied = FirstReplyAsync(alice, $"You said: {text}", life.Token);
            if (await Task.WhenAny(running, replied) == running)
            {
                Assert.Fail((await running).Text);
            }

            await replied;
            await life.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }

        Assert.Equal(1, signIns);
        var replies = await alice.Messenger.ListMessagesAsync(peer: bob, cancellationToken: stop)
            .Where(message => message.Direction == MessageDirection.Received).Select(message => message.Body).ToListAsync(stop);
        Assert.Equal(["You said: hello", "You said: are you there?"], replies);

        async Task<string?> SignInAsync(string line)
        {
            if (!line.Contains("/authorize?", StringComparison.Ordinal))
            {
                return null;
            }

            signIns++;
            return (await ConsentForm.AllowAsync(new Uri(line), "bob", "bob-password", stop)).ToString();
        }
    }

    private static async Task FirstReplyAsync(MxitUserClient person, string text, CancellationToken stop)
    {
        await foreach (var message in person.Messenger.ListenAsync(cancellationToken: stop))
        {
            if (message.Body == text)
            {
                return;
            }
        }
    }

    private static Task<string?> NoAnswer => Task.FromResult<string?>(null);

    /// <summary>
    /// The block of the README that begins so, and those after it until the next block that names its namespaces.
    /// </summary>
    private static async Task<string> ProgramOfReadmeAsync(string beginning, CancellationToken stop)
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), stop);
        var blocks = Example().Matches(readme).Select(block => block.Groups[1].Value)
            .SkipWhile(block => !block.StartsWith(beginning, StringComparison.Ordinal)).ToList();
        return string.Join(
            '\n', blocks.Take(1).Concat(
                blocks.Skip(1).TakeWhile(block => !block.StartsWith("using ", StringComparison.Ordinal))));
    }

    [GeneratedRegex("^```csharp\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    /// <summary>A folder with all packages, and one with what is installed from it.</summary>
    public sealed class Feed : IAsyncLifetime
    {
        private static readonly string Configuration =
            Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;

        private readonly string _folder = Directory.CreateTempSubdirectory("mxit-packages-").FullName;

        /// <summary>Where the packages are.</summary>
        public string Folder => _folder;

        public string File(string package, string extension) => Directory.GetFiles(_folder, $"{package}.*.{extension}")
            .Single(file => char.IsAsciiDigit(Path.GetFileName(file)[package.Length + 1]));

        public async ValueTask InitializeAsync() =>
            (await ProgramRun.OfAsync(
                "dotnet",
                ["pack", Path.Combine(Repository.Root, "Mxit.slnx"), "--no-build", "-c", Configuration, "-o", _folder],
                TestContext.Current.CancellationToken)).Succeeded();

        /// <summary>Installs a package into a new console project, and runs that.</summary>
        /// <param name="package">The package.</param>
        /// <param name="code">The program.</param>
        /// <param name="answer">What to type after a line that the program wrote; nothing where it gives
        /// <see langword="null"/>.</param>
        /// <param name="stop">Ends the run.</param>
        public async Task<string> RunAsync(
            string package, string code, Func<string, Task<string?>> answer, CancellationToken stop)
        {
            var project = Directory.CreateDirectory(Path.Combine(_folder, "projects", package)).FullName;
            var version = Path.GetFileNameWithoutExtension(File(package, "nupkg"))[(package.Length + 1)..];
            await System.IO.File.WriteAllTextAsync(Path.Combine(project, "Program.cs"), code, stop);
            await System.IO.File.WriteAllTextAsync(
                Path.Combine(project, "Fresh.csproj"),
                $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <OutputType>Exe</OutputType>
                    <TargetFramework>net10.0</TargetFramework>
                    <ImplicitUsings>enable</ImplicitUsings>
                    <Nullable>enable</Nullable>
                    <RestoreAdditionalProjectSources>{_folder}</RestoreAdditionalProjectSources>
                    <!-- Ours must not stay on the machine; those of others are taken from where they are. -->
                    <RestorePackagesPath>{_folder}/installed</RestorePackagesPath>
                    <RestoreFallbackFolders>$(NuGetPackageRoot)</RestoreFallbackFolders>
                  </PropertyGroup>
                  <ItemGroup>
                    <PackageReference Include="{package}" Version="{version}" />
                  </ItemGroup>
                </Project>
                """,
                stop);
            var run = await ProgramRun.InFolderAsync(
                project,
                "dotnet",
                ["run", "--project", project, "-v", "quiet"],
                answer,
                stop,
                ("MXIT_CLIENT_SECRET", TestApp.Demo.ClientSecret),
                ("DOTNET_NOLOGO", "1"));
            return run.Succeeded();
        }

        /// <summary>A folder without anything in it.</summary>
        public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(_folder, "projects", name)).FullName;

        /// <summary>Runs commands in a folder; packages are installed into the folder of the feed, not on the machine.</summary>
        /// <param name="folder">The current folder of the commands.</param>
        /// <param name="commands">Lines for a shell, which stops at the first that fails.</param>
        /// <param name="answer">What to type after a line that they wrote; nothing where it gives <see langword="null"/>.</param>
        /// <param name="stop">Ends the run.</param>
        internal Task<ProgramRun> RunShellAsync(
            string folder, string commands, Func<string, Task<string?>> answer, CancellationToken stop) =>
                ProgramRun.InFolderAsync(
                    folder, "sh", ["-e", "-c", commands], answer, stop, ("NUGET_PACKAGES", Path.Combine(_folder, "installed")),
                    ("DOTNET_NOLOGO", "1"));

        public ValueTask DisposeAsync()
        {
            Directory.Delete(_folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
