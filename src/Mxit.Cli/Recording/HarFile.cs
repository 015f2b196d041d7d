using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Mxit.Platform;

namespace Mxit.Cli.Recording;

/// <summary>
/// A HAR 1.2 file that grows. After each entry it is whole: the end that closes the document is written with the entry and
/// overwritten by the next one, so that a crash leaves what can be read.
/// </summary>
internal sealed class HarFile : IAsyncDisposable
{
    private static readonly byte[] End = "\n]}}\n"u8.ToArray();

    private readonly FileStream _file;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private bool _hasEntries;

    private HarFile(FileStream file) => _file = file;

    /// <summary>Makes the file, for its user only.</summary>
    /// <param name="path">Where.</param>
    /// <param name="keepsTexts">Said in the file.</param>
    /// <exception cref="IOException">The file is there already, or cannot be made.</exception>
    public static HarFile Create(string path, bool keepsTexts)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read };
        var file = new FileStream(path, options.ForOwnerOnly());
        var creator = new JsonObject
        {
            ["name"] = "mxit",
            ["version"] = typeof(HarFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0",
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
            // One write, over the end of before: a crash leaves a whole document. Who reads while this is written, in several pieces, may
            // find the end of before and what came in its place, and reads again.
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
