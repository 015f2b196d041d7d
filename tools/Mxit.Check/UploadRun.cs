using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Mxit.Platform.Replies;
using System.Text.Json;

namespace Mxit.Check;

/// <summary>
/// Uploads and deletes many files at once, kills the server in the middle, starts it again, and so on; then holds the galleries
/// against what was acknowledged, and the store against the rows. Every acknowledged file must be there with the bytes that it
/// had; one whose answer was lost may be there, whole, or not at all; one whose deletion was acknowledged must not be there.
/// </summary>
public sealed class UploadRun
{
    private static readonly string[] People = ["alice", "bob", "carol", "dave"];

    // From what comes in one piece to what takes longer than a server lives.
    private static readonly long[] Sizes = [0, 1_000, 70_000, 400_000, 1_500_000, 20_000, 6_000_000, 150_000];

    private readonly ConcurrentDictionary<string, SentFile> _files = new(StringComparer.Ordinal);
    private readonly ServerProcess _server;
    private readonly Random _random;
    private readonly int _uploaders;
    private TaskCompletionSource _firstAnswer = NewFirstAnswer();
    private int _resent;

    private UploadRun(ServerProcess server, int uploaders, int seed)
    {
        (_server, _uploaders) = (server, uploaders);

        // Not for secrets: the same seed gives the same run again.
#pragma warning disable CA5394
        _random = new Random(seed);
#pragma warning restore CA5394
    }

    /// <summary>Runs it.</summary>
    /// <param name="folder">The data folder of the server.</param>
    /// <param name="postgres">The connection string of a PostgreSQL database; SQLite when null.</param>
    /// <param name="kills">How often to kill.</param>
    /// <param name="uploaders">How many upload at once.</param>
    /// <param name="longestLife">The longest that a server lives under uploads.</param>
    /// <param name="seed">The same one kills after the same times.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>What was found; <see cref="UploadResult.Faults"/> is empty when all is well.</returns>
    public static async Task<UploadResult> RunAsync(
        string folder, string? postgres, int kills, int uploaders, TimeSpan longestLife, int seed,
        CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string> { ["Mxit:Gallery:MaxPersonBytes"] = "100000000000" };
        List<string> faults;
        UploadRun run;
        await using (var server = await ServerProcess.StartAsync(folder, postgres, settings, cancellationToken))
        {
            run = new UploadRun(server, uploaders, seed);
            for (var round = 0; round < kills; round++)
            {
                await run.UploadAndKillAsync(round, longestLife, cancellationToken);
                await server.StartAgainAsync(cancellationToken);
                await run.SendAgainAsync(cancellationToken);
            }

            faults = await run.JudgeAsync(cancellationToken);
        }

        var store = await StoreCheck.RunAsync(folder, postgres, cancellationToken);
        return new UploadResult(
            kills,
            run._files.Values.Count(file => file.State == FileState.There),
            run._files.Values.Count(file => file.State == FileState.Unanswered),
            run._files.Values.Count(file => file.State is FileState.Gone or FileState.Going),
            run._resent,
            store.Leftovers,
            store.Orphans,
            [.. faults, .. store.Faults]);
    }

    private static TaskCompletionSource NewFirstAnswer() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task UploadAndKillAsync(int round, TimeSpan longestLife, CancellationToken cancellationToken)
    {
        using var http = Http();
        var tokens = await SignInAsync(cancellationToken);
        _firstAnswer = NewFirstAnswer();
        var uploaders = Enumerable.Range(0, _uploaders)
            .Select(uploader =>
                Task.Run(() => UploadUntilGoneAsync(http, tokens, round, uploader, cancellationToken), cancellationToken))
            .ToList();

        // A machine that is slow to answer at all would be killed before there is anything to lose.
        await Task.WhenAny(_firstAnswer.Task, Task.WhenAll(uploaders));
#pragma warning disable CA5394
        await Task.Delay(longestLife * (0.1 + (0.9 * _random.NextDouble())), TimeProvider.System, cancellationToken);
#pragma warning restore CA5394
        await _server.KillAsync();
        await Task.WhenAll(uploaders);
    }

    private async Task UploadUntilGoneAsync(
        HttpClient http, Dictionary<string, string> tokens, int round, int uploader, CancellationToken cancellationToken)
    {
        for (var number = 0; ; number++)
        {
            // Every fourth has the bytes of others.
            var isShared = number % 4 == 3;
            var seed = isShared ? number % 3 : (round * 10_007) + (uploader * 101) + number + 10;
            var file = new SentFile(
                People[uploader % People.Length],
                string.Create(CultureInfo.InvariantCulture, $"{round} {uploader} {number}"),
                number % 3 == 2 ? string.Create(CultureInfo.InvariantCulture, $"Round {round}") : "Default",
                seed,
                isShared ? 300_000 : Sizes[(number + uploader) % Sizes.Length]);
            _files[file.Name] = file;
            try
            {
                await UploadAsync(http, tokens, file, 1_500_000, cancellationToken);
                _firstAnswer.TrySetResult();
                if (number % 3 == 1)
                {
                    file.State = FileState.Going;
                    await DeleteAsync(http, tokens, file, cancellationToken);
                }
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException)
            {
                // Killed, as it should be; the last request has no answer.
                return;
            }
        }
    }

    // As the client does: the same key, so that what had arrived is not there twice.
    private async Task SendAgainAsync(CancellationToken cancellationToken)
    {
        using var http = Http();
        var tokens = await SignInAsync(cancellationToken);
        foreach (var file in _files.Values.Where(file => file.State == FileState.Unanswered && file.Seed % 2 == 0).ToList())
        {
            await UploadAsync(http, tokens, file, null, cancellationToken);
            _resent++;
        }
    }

    private static async Task UploadAsync(
        HttpClient http, Dictionary<string, string> tokens, SentFile file, int? bytesPerSecond,
        CancellationToken cancellationToken)
    {
        using var content = new SlowContent(file.Seed, file.Length, bytesPerSecond);
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"user/media/file/{Uri.EscapeDataString(file.Folder)}?fileName={Uri.EscapeDataString(file.Name)}")
        { Content = content };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", file.Name.Replace(' ', '-'));
        var id = await AskAsync(http, request, tokens[file.Owner], cancellationToken);
        (file.Id, file.State) = (id.Trim('"'), FileState.There);
    }

    private static async Task DeleteAsync(
        HttpClient http, Dictionary<string, string> tokens, SentFile file, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"user/media/file/{file.Id}");
        await AskAsync(http, request, tokens[file.Owner], cancellationToken);
        file.State = FileState.Gone;
    }

    private static async Task<string> AskAsync(
        HttpClient http, HttpRequestMessage request, string token, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.StatusCode == HttpStatusCode.OK
            ? text
            : throw new InvalidOperationException(
                $"{request.Method} {request.RequestUri} was answered with {(int)answer.StatusCode}: {text}");
    }

    private async Task<List<string>> JudgeAsync(CancellationToken cancellationToken)
    {
        using var http = Http();
        var tokens = await SignInAsync(cancellationToken);
        var faults = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (owner, token) in tokens)
        {
            foreach (var item in await ListAsync(http, token, cancellationToken))
            {
                if (!_files.TryGetValue(item.FileName, out var file) || file.Owner != owner)
                {
                    faults.Add($"{owner} has '{item.FileName}', which nobody sent");
                }
                else if (!seen.Add(file.Name))
                {
                    faults.Add($"'{file.Name}' is there twice");
                }
                else if (file.State == FileState.Gone)
                {
                    faults.Add($"'{file.Name}' is there, though its deletion was acknowledged");
                }
                else if (file.Id is not null && file.Id != item.FileId)
                {
                    faults.Add($"'{file.Name}' has another id than was answered");
                }
                else if (item.Size != file.Length
                    || await HashAsync(http, token, item.FileId, cancellationToken) != SlowContent.HashOf(file.Seed, file.Length))
                {
                    faults.Add($"'{file.Name}' has other bytes than were sent");
                }
            }
        }

        faults.AddRange(_files.Values.Where(file => file.State == FileState.There && !seen.Contains(file.Name))
            .Select(file => $"'{file.Name}' is lost, though it was acknowledged"));
        return faults;
    }

    private static async Task<List<GalleryItemReply>> ListAsync(
        HttpClient http, string token, CancellationToken cancellationToken)
    {
        using var root = new HttpRequestMessage(HttpMethod.Get, "user/media");
        var folders =
            JsonSerializer.Deserialize(await AskAsync(http, root, token, cancellationToken), ReplyJson.Wire.GalleryReply)!;
        var items = new List<GalleryItemReply>();
        foreach (var folder in folders.Folders)
        {
            using var list = new HttpRequestMessage(HttpMethod.Get, $"user/media/list/{Uri.EscapeDataString(folder.FolderName)}");
            var some = JsonSerializer.Deserialize(
                await AskAsync(http, list, token, cancellationToken), ReplyJson.Wire.GalleryItemReplyArray)!;
            items.AddRange(some);
        }

        return items;
    }

    private static async Task<string?> HashAsync(
        HttpClient http, string token, string fileId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"user/media/content/{fileId}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await using var content = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellationToken);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return null;
        }
    }

    private async Task<Dictionary<string, string>> SignInAsync(CancellationToken cancellationToken)
    {
        using var client = DemoApp.CreateClient(_server.Address);
        var tokens = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var login in People)
        {
            tokens[login] = (await client.OAuth.SignInWithPasswordAsync(
                login, $"{login}-password", [MxitScopes.ContentRead, MxitScopes.ContentWrite], null, cancellationToken))
                    .AccessToken;
        }

        return tokens;
    }

    private HttpClient Http() => new() { BaseAddress = _server.Address, Timeout = Timeout.InfiniteTimeSpan };

    private enum FileState
    {
        Unanswered,
        There,
        Going,
        Gone,
    }

    private sealed class SentFile(string owner, string name, string folder, int seed, long length)
    {
        public string Owner => owner;

        public string Name => name;

        public string Folder => folder;

        public int Seed => seed;

        public long Length => length;

        public string? Id { get; set; }

        public FileState State { get; set; }
    }
}

/// <param name="Kills">How often the server was killed.</param>
/// <param name="Acknowledged">How many files were answered with 200 and not deleted.</param>
/// <param name="Unanswered">How many uploads were cut off and not repeated.</param>
/// <param name="Deleted">How many files were deleted, with an answer or without.</param>
/// <param name="Resent">How many uploads were cut off and repeated.</param>
/// <param name="Leftovers">How many broken uploads lay beside the store.</param>
/// <param name="Orphans">How many contents had no row.</param>
/// <param name="Faults">What should not be.</param>
public sealed record UploadResult(
    int Kills, int Acknowledged, int Unanswered, int Deleted, int Resent, int Leftovers, int Orphans,
    IReadOnlyList<string> Faults);
