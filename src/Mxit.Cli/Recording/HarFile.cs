using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Mxit.Platform;

namespace Mxit.Cli.Recording;

/// <summary>
/// A HAR 1.2 file that grows. It is valid after each entry: the closing brackets are written with the entry, and the next entry
/// overwrites them, so that the file can be read after a crash.
/// </summary>
internal sealed class HarFile : IAsyncDisposable
{
    private static readonly byte[] End = "\n]}}\n"u8.ToArray();

    private readonly FileStream _file;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private bool _hasEntries;

    private HarFile(FileStream file) => _file = file;

    /// <summary>Creates the file, which only its user can read.</summary>
    /// <param name="path">The path.</param>
    /// <param name="keepsTexts">Recorded in the file.</param>
    /// <exception cref="IOException">The file exists, or cannot be created.</exception>
    public static HarFile Create(string path, bool keepsTexts)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read };
        var file = new FileStream(path, options.ForOwnerOnly());
        var creator = new JsonObject
        {
            ["name"] = "mxit",
            ["version"] = typeof(HarFile)
                .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0",
        };
        file.Write(Encoding.UTF8.GetBytes(
            $$"""{"log":{"version":"1.2","creator":{{creator.ToJsonString()}},"_texts":"{{(keepsTexts ? "kept" : "masked")}}","entries":[""" + "\n"));
        file.Write(End);
        file.Flush();
        return new HarFile(file);
    }

    public async Task AppendAsync(JsonObject entry)
    {
        var text = entry.ToJsonString(HarEntry.Options);
        await _writing.WaitAsync();
        try
        {
            // One write over the previous end, so that the document is valid after a crash. A reader that reads in several pieces
            // during the write may get a mixture, and reads again.
            byte[] bytes = [.. _hasEntries ? ",\n"u8 : [], .. Encoding.UTF8.GetBytes(text), .. End];
            _file.Seek(-End.Length, SeekOrigin.End);
            await _file.WriteAsync(bytes);
            await _file.FlushAsync();
            _hasEntries = true;
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        _writing.Dispose();
    }
}
