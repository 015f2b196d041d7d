using System.Text.Json;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// Keeps the checkpoint of one broadcast in a JSON file. A new file is written, flushed to the disk and moved into place, so the
/// file is complete at any time. Only one process at a time may use it. Outside Windows only its owner can read it.
/// </summary>
/// <param name="path">The path of the file. Its folder must exist.</param>
public sealed class FileBroadcastCheckpointStore(string path) : IBroadcastCheckpointStore
{
    private readonly string _path = Path.GetFullPath(path);

    /// <summary>Reads the checkpoint; <see langword="null"/> when there is no file.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="InvalidDataException">The file is not a checkpoint.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task<BroadcastCheckpoint?> LoadAsync(CancellationToken cancellationToken = default)
    {
        byte[] json;
        try
        {
            json = await File.ReadAllBytesAsync(_path, cancellationToken).ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(json, BroadcastJson.Default.BroadcastCheckpoint)
                ?? throw new InvalidDataException($"The file {Path.GetFileName(_path)} holds no checkpoint of a broadcast.");
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"The file {Path.GetFileName(_path)} is not a checkpoint of a broadcast.", broken);
        }
    }

    /// <summary>Saves a checkpoint in place of the previous one.</summary>
    /// <param name="checkpoint">What to save.</param>
    /// <param name="cancellationToken">Cancels the call; the file is unchanged.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task SaveAsync(BroadcastCheckpoint checkpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var beside = _path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // A file left by a crash would keep its mode.
        File.Delete(beside);
        var file = new FileStream(beside, options);
        await using (file.ConfigureAwait(false))
        {
            await JsonSerializer.SerializeAsync(file, checkpoint, BroadcastJson.Default.BroadcastCheckpoint, cancellationToken)
                .ConfigureAwait(false);

            // Flushed before the move: otherwise a crash could leave an empty file under the final name.
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, _path, overwrite: true);
    }
}
