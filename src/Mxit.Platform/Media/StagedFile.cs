using Mxit.Platform.Data;

namespace Mxit.Platform.Media;

/// <summary>A content that is written to a file beside, to be moved to its place.</summary>
internal sealed class StagedFile(string beside, string place, string key, long length) : IStagedMedia
{
    private bool _isOver;

    public string Key => key;

    public long Length => length;

    public Task<Stream> OpenAsync(CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(MediaFolder.OpenRead(_isOver ? place : beside));

    // Equal bytes are replaced rather than left: that renews their age in the same step that makes sure they are there.
    public Task PublishAsync(CancellationToken cancellationToken)
    {
        if (_isOver)
        {
            throw new InvalidOperationException("The content was published or closed before.");
        }

        try
        {
            File.Move(beside, place, overwrite: true);
            _isOver = true;
            FolderFlush.Flush(Path.GetDirectoryName(place)!);
        }
        catch (IOException failure) when (FileFailure.IsDiskFull(failure))
        {
            throw new MediaStorageFullException(failure);
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        if (!_isOver)
        {
            _isOver = true;
            File.Delete(beside);
        }

        return ValueTask.CompletedTask;
    }
}
