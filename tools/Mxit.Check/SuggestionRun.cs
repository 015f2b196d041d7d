using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Server;
using Mxit.TestKit;

namespace Mxit.Check;

/// <summary>
/// Real friendships, brought in by <c>mxit admin import contacts</c>, and then <c>GET /user/socialgraph/suggestions</c> as each
/// of the people, one after the other.
/// </summary>
public static class SuggestionRun
{
    private const string Prefix = "fb";
    private const string Password = "nobody keeps this one";

    public static async Task<SuggestionResult> RunAsync(string folder, string? postgres, CancellationToken cancellationToken)
    {
        await using (var maker = await ServerProcess.StartAsync(folder, postgres, cancellationToken))
        {
            // Makes the database.
            await maker.InterruptAsync(cancellationToken);
        }

        var watch = Stopwatch.StartNew();
        var import = await ImportAsync(folder, postgres, cancellationToken);
        var importTime = watch.Elapsed;
        var logins = await GivePasswordsAsync(folder, postgres, cancellationToken);
        await using var server = await ServerProcess.StartAsync(folder, postgres, cancellationToken);
        var tokens = await SignInAsync(server.Address, logins, cancellationToken);
        using var http = new HttpClient { BaseAddress = server.Address };
        var first = await AskAsync(http, tokens, cancellationToken);
        var again = await AskAsync(http, tokens, cancellationToken);
        return new SuggestionResult(import, importTime, first, again, server.PeakMemory);
    }

    private static async Task<int> ImportAsync(string folder, string? postgres, CancellationToken cancellationToken)
    {
        string[] database = postgres is null ? [] : ["--postgres", postgres];
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Mxit.Cli.dll"), "admin", "import", "contacts",
                Path.Combine(SharedData.Folder, "facebook-friendships.txt"), "--prefix", Prefix, "--json", "--data", folder,
                .. database,
            ])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        using var summary = JsonDocument.Parse(output);
        return summary.RootElement.TryGetProperty("friendshipsMade", out var made)
            ? made.GetInt32()
            : throw new InvalidOperationException($"The import failed: {output}");
    }

    // One hash for all, of a single round: signing in thousands of people is not what is measured.
    private static async Task<List<string>> GivePasswordsAsync(
        string folder, string? postgres, CancellationToken cancellationToken)
    {
        await using var app = MxitServer.Build([$"--Mxit:Server:DataFolder={folder}", .. Crowd.DatabaseSettings(postgres)]);
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<MxitDbContext>>()
            .CreateDbContextAsync(cancellationToken);
        var hash = Crowd.QuickHash(Password);
        await context.Set<Account>().Where(row => row.PasswordHash == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.PasswordHash, hash), cancellationToken);
        return await context.Set<Account>().Where(row => row.PasswordHash == hash)
            .OrderBy(row => row.CreatedUtc).ThenBy(row => row.UserId)
            .Select(row => row.Login!).ToListAsync(cancellationToken);
    }

    private static async Task<List<string>> SignInAsync(Uri address, List<string> logins, CancellationToken cancellationToken)
    {
        using var client = DemoApp.CreateClient(address);
        var tokens = new List<string>(logins.Count);
        foreach (var login in logins)
        {
            var token = await client.OAuth.SignInWithPasswordAsync(
                login, Password, [MxitScopes.GraphRead], null, cancellationToken);
            tokens.Add(token.AccessToken);
        }

        return tokens;
    }

    private static async Task<Latency> AskAsync(HttpClient http, List<string> tokens, CancellationToken cancellationToken)
    {
        var times = new List<double>(tokens.Count);
        foreach (var token in tokens)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, MxitRoutes.Suggestions);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var start = Stopwatch.GetTimestamp();
            using var answer = await http.SendAsync(request, cancellationToken);
            await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        return new Latency(times.Count, times[times.Count / 2], times[(int)(times.Count * 0.99)], times[^1]);
    }
}

public sealed record SuggestionResult(int Friendships, TimeSpan ImportTime, Latency First, Latency Again, long PeakMemory);

public sealed record Latency(int Count, double MedianMs, double P99Ms, double MaxMs)
{
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Count} people, p50 {MedianMs:0.0} ms, p99 {P99Ms:0.0} ms, max {MaxMs:0.0} ms");
}
