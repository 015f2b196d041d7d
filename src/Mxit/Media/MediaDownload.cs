using System.Net;

namespace Mxit;

/// <summary>
/// A picture or file on its way: its headers are there, its content comes as you read. Dispose of it when you are done, also
/// without reading to the end. Take the content once: by <see cref="Content"/>, or by one of the methods.
/// </summary>
/// <param name="content">The content; disposed of together with this.</param>
public sealed class MediaDownload(Stream content) : IAsyncDisposable
{
    /// <summary>What <see cref="ReadAsBytesAsync"/> holds at most unless told otherwise: 16 MiB.</summary>
    public const int DefaultMaxBytes = 16 * 1024 * 1024;

    private int _taken;

    /// <summary>
    /// The content. A server that stays silent for longer than the time-out of the call ends a read with
    /// <see cref="MxitTimeoutException"/>; a connection that breaks, or ends before <see cref="Length"/>, with
    /// <see cref="MxitConnectionException"/>.
    /// </summary>
    public Stream Content { get; } = content ?? throw new ArgumentNullException(nameof(content));

    /// <summary>The media type, such as <c>image/png</c>; <see langword="null"/> when the server sent none.</summary>
    public string? ContentType { get; init; }

    /// <summary>How many bytes the content has; <see langword="null"/> when the server did not say.</summary>
    public long? Length { get; init; }

    /// <summary>
    /// What names this state of the content, with its quotes, as the calls that ask whether something changed take it;
    /// <see langword="null"/> when the server sent none.
    /// </summary>
    public string? ETag { get; init; }

    /// <summary>When the content last changed; <see langword="null"/> when the server did not say.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The name of the file, never with a folder; <see langword="null"/> when the server sent none.</summary>
    public string? FileName { get; init; }

    /// <summary>Reads the whole content into memory.</summary>
    /// <param name="maxBytes">The most bytes to hold, zero or more.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBytes"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The content was taken before.</exception>
    /// <exception cref="MxitApiException">There are more bytes.</exception>
    /// <exception cref="MxitException">The connection broke, or the server stayed silent.</exception>
    public async Task<byte[]> ReadAsBytesAsync(int maxBytes = DefaultMaxBytes, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        if (Length > maxBytes && Volatile.Read(ref _taken) == 0)
        {
            // Not taken: it can still go to a file.
            throw TooLong(maxBytes);
        }

        Take();
        using var bytes = new MemoryStream((int)(Length ?? 0));
        var buffer = new byte[64 * 1024];
        while (await Content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            if (bytes.Length + read > maxBytes)
            {
                throw TooLong(maxBytes);
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    /// <summary>Copies the whole content.</summary>
    /// <param name="destination">Where to; not closed. After a failure it has a part of the content.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <exception cref="InvalidOperationException">The content was taken before.</exception>
    /// <exception cref="MxitException">The connection broke, or the server stayed silent.</exception>
    public Task CopyToAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        Take();
        return Content.CopyToAsync(destination, cancellationToken);
    }

    /// <summary>
    /// Saves the whole content as a file. It is written under another name beside its place and moved there when it is complete
    /// and on the disk: nobody ever sees a part of it, and after a failure what was there before is there still.
    /// </summary>
    /// <param name="path">The file, replaced if it is there; its folder must be there.</param>
    /// <param name="cancellationToken">Ends the saving.</param>
    /// <exception cref="ArgumentException">There is no path.</exception>
    /// <exception cref="InvalidOperationException">The content was taken before.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <exception cref="MxitException">The connection broke, or the server stayed silent.</exception>
    public async Task SaveAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Take();
        var target = Path.GetFullPath(path);
        var beside = Path.Combine(Path.GetDirectoryName(target) ?? target, $".{Path.GetRandomFileName()}.part");
        try
        {
            var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                await Content.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, target, overwrite: true);
        }
        catch
        {
            Remove(beside);
            throw;
        }
    }

    /// <summary>Ends the download, also before its end.</summary>
    public ValueTask DisposeAsync() => Content.DisposeAsync();

    /// <summary>Shows type and length, and not the name, which can tell about the person.</summary>
    public override string ToString() =>
        $"{nameof(MediaDownload)} {{ {nameof(ContentType)} = {ContentType}, {nameof(Length)} = {Length} }}";

    private static MxitApiException TooLong(int maxBytes) =>
        new($"The answer is longer than the {maxBytes} bytes that were allowed.") { StatusCode = HttpStatusCode.OK };

    private static void Remove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The failure that led here says more.
        }
    }

    // A second reading would find nothing and look like an empty file.
    private void Take()
    {
        if (Interlocked.Exchange(ref _taken, 1) != 0)
        {
            throw new InvalidOperationException("The content of this download was taken before; ask the server again.");
        }
    }
}
