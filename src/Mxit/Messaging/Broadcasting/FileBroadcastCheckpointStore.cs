using System.Text.Json;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// Keeps the checkpoint of one broadcast in a file of JSON: written beside it, flushed to the disk, and moved into place, so that the
/// file is whole at any time. Only one process at a time may use it. It names the recipients, so outside Windows only its owner may read it.
/// </summary>
/// <param name="path">The file. Its folder must be there.</param>
public sealed class FileBroadcastCheckpointStore(string path) : IBroadcastCheckpointStore
{
    private readonly string _path = Path.GetFullPath(path);

    /// <summary>The checkpoint of the file; <see langword="null"/> when there is no file.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
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

    /// <summary>Puts a checkpoint in place of the one before.</summary>
    /// <param name="checkpoint">What to save.</param>
    /// <param name="cancellationToken">Ends the writing; the file stays as it was.</param>
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

        // What a crash left would keep its mode.
        File.Delete(beside);
        var file = new FileStream(beside, options);
        await using (file.ConfigureAwait(false))
        {
            await JsonSerializer.SerializeAsync(file, checkpoint, BroadcastJson.Default.BroadcastCheckpoint, cancellationToken)
                .ConfigureAwait(false);

            // Before the name is moved: a file of the right name without its content would be worse than the old one.
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, _path, overwrite: true);
    }
}
