using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Mxit.Check;

/// <summary>Moves one large file up and down, and measures what it does to the memory of both sides.</summary>
public static class BigFileRun
{
    /// <summary>Runs it.</summary>
    /// <param name="folder">The data folder of the server.</param>
    /// <param name="postgres">The connection string of a PostgreSQL database; SQLite when null.</param>
    /// <param name="bytes">How large the file is.</param>
    /// <param name="useClient">With the client library rather than with plain HTTP.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="InvalidOperationException">What came down is not what went up.</exception>
    public static async Task<BigFileResult> RunAsync(
        string folder, string? postgres, long bytes, bool useClient, CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string>
        {
            ["Mxit:Gallery:MaxFileBytes"] = "10000000000",
            ["Mxit:Gallery:MaxPersonBytes"] = "100000000000",
        };
        var (source, target) = (Path.Combine(folder, "source.bin"), Path.Combine(folder, "target.bin"));
        await WriteAsync(source, bytes, cancellationToken);
        await using var server = await ServerProcess.StartAsync(folder, postgres, settings, cancellationToken);
        using var client = DemoApp.CreateClient(server.Address);
        var token = await client.OAuth.SignInWithPasswordAsync(
            "alice", "alice-password", MxitScopes.All, null, cancellationToken);
        using var raw = new RawTransfer(server.Address, token.AccessToken);
        IFileTransfer transfer = useClient ? new ClientTransfer(client.ForUser(token)) : raw;

        // The code that moves files is compiled with a smaller one first.
        var small = Path.Combine(folder, "small.bin");
        await WriteAsync(small, 4_000_000, cancellationToken);
        for (var round = 0; round < 5; round++)
        {
            await transfer.DownloadAsync(await transfer.UploadAsync(small, cancellationToken), target, cancellationToken);
        }

        await server.ForgetPeakMemoryAsync(cancellationToken);
        var before = server.PeakMemory;
        using var ownMemory = new HeapWatch();
        var watch = Stopwatch.StartNew();
        var fileId = await transfer.UploadAsync(source, cancellationToken);
        var (upTime, up) = (watch.Elapsed, server.PeakMemory);
        await server.ForgetPeakMemoryAsync(cancellationToken);
        watch.Restart();
        await transfer.DownloadAsync(fileId, target, cancellationToken);
        var result = new BigFileResult(
            before, up, upTime, server.PeakMemory, watch.Elapsed, ownMemory.Highest - ownMemory.Before);
        return await HashAsync(source, cancellationToken) == await HashAsync(target, cancellationToken)
            ? result
            : throw new InvalidOperationException("What came down is not what went up.");
    }

    private static async Task WriteAsync(string path, long bytes, CancellationToken cancellationToken)
    {
        await using var file = File.Create(path);
        using var content = new SlowContent((int)(bytes % 1_000), bytes, null);
        await content.CopyToAsync(file, cancellationToken);
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    /// <summary>A way to move files.</summary>
    private interface IFileTransfer
    {
        Task<string> UploadAsync(string path, CancellationToken cancellationToken);

        Task DownloadAsync(string fileId, string path, CancellationToken cancellationToken);
    }

    private sealed class RawTransfer(Uri address, string token) : IFileTransfer, IDisposable
    {
        private readonly HttpClient _http = new() { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

        public async Task<string> UploadAsync(string path, CancellationToken cancellationToken)
        {
            await using var file = File.OpenRead(path);
            using var request = new HttpRequestMessage(HttpMethod.Post, "user/media/file/Default?fileName=big.bin")
            {
                Content = new StreamContent(file),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await _http.SendAsync(request, cancellationToken);
            return (await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken)).Trim('"');
        }

        public async Task DownloadAsync(string fileId, string path, CancellationToken cancellationToken)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"user/media/content/{fileId}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await using var file = File.Create(path);
            await answer.EnsureSuccessStatusCode().Content.CopyToAsync(file, cancellationToken);
        }

        public void Dispose() => _http.Dispose();
    }

    private sealed class ClientTransfer(MxitUserClient person) : IFileTransfer
    {
        private static readonly MxitCallOptions Patient = new() { Timeout = TimeSpan.FromHours(1) };

        public async Task<string> UploadAsync(string path, CancellationToken cancellationToken) =>
            (await person.Users.UploadGalleryFileAsync(
                "Default", MediaUpload.FromFile(path), options: Patient, cancellationToken: cancellationToken)).Value;

        public async Task DownloadAsync(string fileId, string path, CancellationToken cancellationToken)
        {
            await using var download = await person.Users.GetGalleryFileAsync(fileId, Patient, cancellationToken);
            await download.SaveAsync(path, cancellationToken);
        }
    }

    /// <summary>Looks at the managed memory of this process ten times a second.</summary>
    private sealed class HeapWatch : IDisposable
    {
        private readonly Timer _timer;
        private long _highest;

        public HeapWatch()
        {
            Before = GC.GetTotalMemory(forceFullCollection: true);
            _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
        }

        public long Before { get; }

        public long Highest => Interlocked.Read(ref _highest);

        public void Dispose() => _timer.Dispose();

        private void Look() => _highest = Math.Max(_highest, GC.GetTotalMemory(forceFullCollection: false));
    }
}

/// <param name="Before">The server's memory before, in bytes.</param>
/// <param name="UploadPeak">The most that it used while the file went up.</param>
/// <param name="UploadTime">How long that took.</param>
/// <param name="DownloadPeak">The most that it used while the file came down.</param>
/// <param name="DownloadTime">How long that took.</param>
/// <param name="OwnHeap">By how much the managed memory of this side grew at most, in bytes.</param>
public sealed record BigFileResult(
    long Before, long UploadPeak, TimeSpan UploadTime, long DownloadPeak, TimeSpan DownloadTime, long OwnHeap);
