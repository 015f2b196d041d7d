using System.Buffers;
using System.Net;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// The download of a picture or file. The headers have arrived; the content arrives as you read it. Read it once, by
/// <see cref="Content"/> or by one of the methods. Dispose the download in any case.
/// </summary>
/// <param name="content">The content, disposed together with this object.</param>
public sealed class MediaDownload(Stream content) : IAsyncDisposable
{
    /// <summary>The default limit of <see cref="ReadAsBytesAsync"/>: 16 MiB.</summary>
    public const int DefaultMaxBytes = 16 * 1024 * 1024;

    // Below the size of large objects of the garbage collector.
    private const int PieceBytes = 64 * 1024;

    private int _taken;

    /// <summary>
    /// The content, decoded. A cancelled read loses nothing: the next read continues. When the connection breaks or stays silent
    /// for longer than the time-out of the call, the download is resumed over a new connection, if <see cref="ETag"/> is a strong
    /// one. It is resumed as often as the call is retried; the count restarts after each mebibyte. Then a read throws an
    /// <see cref="MxitException"/> with the reason <see cref="MxitErrorReason.Connection"/> or
    /// <see cref="MxitErrorReason.Timeout"/>. If the server sent the SHA-256 of the content (<c>Repr-Digest</c>, RFC 9530) and it
    /// differs, the last read throws with the reason <see cref="MxitErrorReason.ContentMismatch"/>.
    /// </summary>
    public Stream Content { get; } = content ?? throw new ArgumentNullException(nameof(content));

    /// <summary>The content type, such as <c>image/png</c>; <see langword="null"/> when the server sent none.</summary>
    public string? ContentType { get; init; }

    /// <summary>
    /// The length of the content in bytes; <see langword="null"/> when the server did not send it, or encoded the content.
    /// </summary>
    public long? Length { get; init; }

    /// <summary>
    /// The entity tag of this version of the content, with its quotes, for calls such as
    /// <see cref="UserAccountClient.GetGalleryFileIfChangedAsync"/>; <see langword="null"/> when the server sent none.
    /// </summary>
    public string? ETag { get; init; }

    /// <summary>When the content last changed; <see langword="null"/> when the server did not say.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>
    /// The name of the file, without a folder and control characters; <see langword="null"/> when the server sent no safe name.
    /// </summary>
    public string? FileName { get; init; }

    /// <summary>The clock for <see cref="TransferProgress.BytesPerSecond"/>.</summary>
    internal TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Reads the whole content into memory.</summary>
    /// <param name="maxBytes">The maximum number of bytes, zero or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBytes"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The content was read before.</exception>
    /// <exception cref="MxitException">
    /// The connection broke or stayed silent, or the content is damaged or has changed
    /// (<see cref="MxitErrorReason.ContentMismatch"/>).
    /// </exception>
    /// <exception cref="MxitApiException">
    /// The content is longer than the limit (<see cref="MxitErrorReason.ContentTooLong"/>).
    /// </exception>
    /// <exception cref="MxitException">The connection broke, or the server stayed silent.</exception>
    public async Task<byte[]> ReadAsBytesAsync(int maxBytes = DefaultMaxBytes, CancellationToken cancellationToken = default)
    {
        Take(maxBytes);
        using var bytes = new MemoryStream((int)(Length ?? 0));
        await PassAsync(
            piece =>
            {
                bytes.Write(piece.Span);
                return ValueTask.CompletedTask;
            },
            maxBytes,
            progress: null,
            cancellationToken).ConfigureAwait(false);
        return bytes.TryGetBuffer(out var whole) && whole.Array!.Length == whole.Count ? whole.Array : bytes.ToArray();
    }

    /// <summary>Copies the whole content.</summary>
    /// <param name="destination">The destination; it is not closed. After a failure it has a part of the content.</param>
    /// <param name="cancellationToken">Cancels the copying.</param>
    /// <inheritdoc cref="CopyToAsync(Stream, IProgress{TransferProgress}, CancellationToken)" path="/exception"/>
    public Task CopyToAsync(Stream destination, CancellationToken cancellationToken = default) =>
        CopyToAsync(destination, progress: null, cancellationToken);

    /// <summary>Copies the whole content, and reports the progress.</summary>
    /// <param name="destination">The destination; it is not closed. After a failure it has a part of the content.</param>
    /// <param name="progress">Receives the progress; can be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the copying.</param>
    /// <exception cref="InvalidOperationException">The content was read before.</exception>
    /// <exception cref="MxitException">
    /// The connection broke or stayed silent, or the content is damaged or has changed
    /// (<see cref="MxitErrorReason.ContentMismatch"/>).
    /// </exception>
    /// <exception cref="MxitException">The connection broke, or the server stayed silent.</exception>
    public Task CopyToAsync(
        Stream destination, IProgress<TransferProgress>? progress, CancellationToken cancellationToken = default) =>
        CopyAsync(destination, maxBytes: null, progress, cancellationToken);

    /// <summary>Copies the whole content, up to a limit.</summary>
    /// <param name="destination">The destination; it is not closed. After a failure it has a part of the content.</param>
    /// <param name="maxBytes">The maximum number of bytes, zero or more.</param>
    /// <param name="progress">Receives the progress; can be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the copying.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBytes"/> is negative.</exception>
    /// <exception cref="MxitApiException">
    /// The content is longer than the limit (<see cref="MxitErrorReason.ContentTooLong"/>).
    /// </exception>
    /// <inheritdoc cref="CopyToAsync(Stream, IProgress{TransferProgress}, CancellationToken)" path="/exception"/>
    public Task CopyToAsync(
        Stream destination,
        long maxBytes,
        IProgress<TransferProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        CopyAsync(destination, maxBytes, progress, cancellationToken);

    /// <summary>Saves the whole content to a file.</summary>
    /// <param name="path">The path of the file; an existing file is replaced. Its folder must exist.</param>
    /// <param name="cancellationToken">Cancels the saving.</param>
    /// <inheritdoc cref="SaveAsync(string, IProgress{TransferProgress}, CancellationToken)" path="/exception"/>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default) =>
        SaveAsync(path, progress: null, cancellationToken);

    /// <summary>
    /// Saves the whole content to a file, and reports the progress. The content is written to a temporary file in the same
    /// folder, which is moved into place when it is complete, checked and flushed to the disk. After a failure an existing file
    /// is unchanged.
    /// </summary>
    /// <param name="path">The path of the file; an existing file is replaced. Its folder must exist.</param>
    /// <param name="progress">Receives the progress; can be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the saving.</param>
    /// <exception cref="ArgumentException">There is no path.</exception>
    /// <exception cref="InvalidOperationException">The content was read before.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <exception cref="MxitException">
    /// The connection broke or stayed silent, or the content is damaged or has changed
    /// (<see cref="MxitErrorReason.ContentMismatch"/>).
    /// </exception>
    /// <exception cref="MxitException">The connection broke, or the server stayed silent.</exception>
    public Task SaveAsync(
        string path, IProgress<TransferProgress>? progress, CancellationToken cancellationToken = default) =>
        SaveAsync(path, maxBytes: null, progress, cancellationToken);

    /// <summary>
    /// Saves the whole content to a file, up to a limit. Content that is too long is not saved, and an existing file is
    /// unchanged. When the server sent the length, nothing is read in this case, and the content can still be read.
    /// </summary>
    /// <param name="path">The path of the file; an existing file is replaced. Its folder must exist.</param>
    /// <param name="maxBytes">The maximum number of bytes, zero or more.</param>
    /// <param name="progress">Receives the progress; can be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the saving.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBytes"/> is negative.</exception>
    /// <exception cref="MxitApiException">
    /// The content is longer than the limit (<see cref="MxitErrorReason.ContentTooLong"/>).
    /// </exception>
    /// <inheritdoc cref="SaveAsync(string, IProgress{TransferProgress}, CancellationToken)" path="/exception"/>
    public Task SaveAsync(
        string path,
        long maxBytes,
        IProgress<TransferProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        SaveAsync(path, (long?)maxBytes, progress, cancellationToken);

    /// <summary>Ends the download, also before it is complete.</summary>
    public ValueTask DisposeAsync() => Content.DisposeAsync();

    /// <summary>Shows type and length; the name is private.</summary>
    public override string ToString() =>
        $"{nameof(MediaDownload)} {{ {nameof(ContentType)} = {ContentType}, {nameof(Length)} = {Length} }}";

    private static MxitApiException TooLong(long maxBytes) =>
        new($"The answer is longer than the {maxBytes} bytes that were allowed.")
        {
            StatusCode = HttpStatusCode.OK,
            Reason = MxitErrorReason.ContentTooLong,
        };

    private static void Remove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The original exception says more.
        }
    }

    private Task CopyAsync(
        Stream destination, long? maxBytes, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        Take(maxBytes);
        return PassAsync(piece => destination.WriteAsync(piece, cancellationToken), maxBytes, progress, cancellationToken);
    }

    private async Task SaveAsync(
        string path, long? maxBytes, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Take(maxBytes);
        var target = Path.GetFullPath(path);
        var beside = Path.Combine(Path.GetDirectoryName(target) ?? target, $".{Path.GetRandomFileName()}.part");
        try
        {
            var file = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                await PassAsync(piece => file.WriteAsync(piece, cancellationToken), maxBytes, progress, cancellationToken)
                    .ConfigureAwait(false);
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

    private async Task PassAsync(
        Func<ReadOnlyMemory<byte>, ValueTask> write,
        long? maxBytes,
        IProgress<TransferProgress>? progress,
        CancellationToken cancellationToken)
    {
        var meter = new TransferMeter(progress, TimeProvider);
        meter.Start(Length);
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        var passed = 0L;
        while (await Content.ReadAsync(buffer.AsMemory(0, PieceBytes), cancellationToken).ConfigureAwait(false) is var read
            and > 0)
        {
            passed += read;
            if (passed > maxBytes)
            {
                throw TooLong(maxBytes.Value);
            }

            await write(buffer.AsMemory(0, read)).ConfigureAwait(false);
            meter.Reached(passed);
        }

        // Not after a failure: a stream of the caller may still read it.
        ArrayPool<byte>.Shared.Return(buffer);
        meter.Finish();
    }

    // A second read would return an empty file.
    private void Take(long? maxBytes)
    {
        if (maxBytes is { } most)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(most, nameof(maxBytes));
            if (Length > most && Volatile.Read(ref _taken) == 0)
            {
                // Not marked as read: it can still be read in another way.
                throw TooLong(most);
            }
        }

        if (Interlocked.Exchange(ref _taken, 1) != 0)
        {
            throw new InvalidOperationException("The content of this download was taken before; ask the server again.");
        }
    }
}
