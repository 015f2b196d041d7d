using System.Text.Json;
using Mxit.Cli.Recording;

namespace Mxit.EndToEnd.Tests.Recording;

/// <summary>A server that records, and what it has recorded.</summary>
internal sealed class RecordedServer : IAsyncDisposable
{
    private RecordedServer()
    {
    }

    public required Server Inner { get; init; }

    public required string Path { get; init; }

    public static async Task<RecordedServer> StartAsync(bool texts = false, int? maxBodyBytes = null)
    {
        var path = System.IO.Path.Combine(Directory.CreateTempSubdirectory("mxit-test-").FullName, "recording.har");
        return new RecordedServer
        {
            Path = path,
            Inner = await Server.StartAsync(configure: options =>
            {
                options.ConfigureServices = services => services.AddRecording();
                options.Settings["Mxit:Recording:File"] = path;
                options.Settings["Mxit:Recording:Texts"] = $"{texts}";
                if (maxBodyBytes is { } most)
                {
                    options.Settings["Mxit:Recording:MaxBodyBytes"] = $"{most}";
                }
            }),
        };
    }

    /// <summary>What stands in the file once so many exchanges are in it. It is read while the server has it open.</summary>
    public async Task<string> TextAsync(int exchanges)
    {
        var text = "";
        await TestKit.WaitFor.ConditionAsync(async () =>
        {
            await using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            text = await reader.ReadToEndAsync();
            return CountEntries(text) >= exchanges;
        });
        return text;
    }

    public async Task<IReadOnlyList<JsonElement>> EntriesAsync(int exchanges)
    {
        using var document = JsonDocument.Parse(await TextAsync(exchanges));
        return [.. document.RootElement.GetProperty("log").GetProperty("entries").EnumerateArray().Select(
            entry => entry.Clone())];
    }

    public async ValueTask DisposeAsync()
    {
        await Inner.DisposeAsync();
        Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
    }

    // None in what was read while it was written over.
    private static int CountEntries(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.GetProperty("log").GetProperty("entries").GetArrayLength();
        }
        catch (JsonException)
        {
            return 0;
        }
    }
}
