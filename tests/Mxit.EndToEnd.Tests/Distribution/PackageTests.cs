using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mxit.Testing;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests.Distribution;

/// <summary>The packages as a stranger gets them: installed from a folder into projects that know nothing of this repository.</summary>
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

    [Fact]
    public async Task The_first_example_runs_from_the_package()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var server = await MxitTestServer.StartAsync(cancellationToken: stop);
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), stop);
        var example = FirstExample().Match(readme).Groups[1].Value;
        Assert.Contains("http://127.0.0.1:5080/", example, StringComparison.Ordinal);

        var written = await feed.RunAsync(
            "Mxit", example.Replace("http://127.0.0.1:5080/", server.Address.ToString(), StringComparison.Ordinal), stop);

        using var mxit = server.CreateClient();
        var alice = await MxitTestServer.SignInAsync(mxit, "alice", stop);
        var message = await alice.Messenger.ListenAsync(cancellationToken: stop).FirstAsync(stop);
        Assert.Equal((Guid.Parse(written.Trim()), "Hello from .NET"), (message.Id, message.Body));
    }

    [Fact]
    public async Task The_test_server_runs_from_its_package()
    {
        var written = await feed.RunAsync(
            "Mxit.Testing",
            """
            using Mxit.Testing;

            await using var server = await MxitTestServer.StartAsync();
            using var mxit = server.CreateClient();
            var bob = await MxitTestServer.SignInAsync(mxit, "bob");
            Console.WriteLine((await bob.Users.GetFullProfileAsync()).DisplayName);
            """,
            TestContext.Current.CancellationToken);

        Assert.Equal("Bob", written.Trim());
    }

    [GeneratedRegex("^```csharp\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FirstExample();

    /// <summary>A folder with all packages, and one with what is installed from it.</summary>
    public sealed class Feed : IAsyncLifetime
    {
        private static readonly string Configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;

        private readonly string _folder = Directory.CreateTempSubdirectory("mxit-packages-").FullName;

        public string File(string package, string extension) => Directory.GetFiles(_folder, $"{package}.*.{extension}")
            .Single(file => char.IsAsciiDigit(Path.GetFileName(file)[package.Length + 1]));

        public async ValueTask InitializeAsync() =>
            (await ProgramRun.OfAsync(
                "dotnet",
                ["pack", Path.Combine(Repository.Root, "Mxit.slnx"), "--no-build", "-c", Configuration, "-o", _folder],
                TestContext.Current.CancellationToken)).Succeeded();

        /// <summary>Installs a package into a new console project, and runs that.</summary>
        public async Task<string> RunAsync(string package, string code, CancellationToken stop)
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
            var run = await ProgramRun.OfAsync(
                "dotnet",
                ["run", "--project", project, "-v", "quiet"],
                stop,
                environment: [("MXIT_CLIENT_SECRET", DevelopmentApp.Demo.ClientSecret), ("DOTNET_NOLOGO", "1")]);
            return run.Succeeded();
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(_folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
