using System.Buffers;
using System.Net;
using Mxit.Internal;

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

    // An array of this size is not a large object for the garbage collector.
    private const int PieceBytes = 64 * 1024;

    private int _taken;

    /// <summary>
    /// The content, decoded if the server encoded it. A read that is cancelled loses nothing: the next one goes on. When the connection
    /// breaks, ends before <see cref="Length"/>, or stays silent for longer than the time-out of the call, the rest is asked for over a new
    /// one, if <see cref="ETag"/> is a strong one: as often as the call may be repeated, counted anew after each mebibyte. If that does not
    /// help, a read ends with an <see cref="MxitException"/> of the reason <see cref="MxitErrorReason.Connection"/> or
    /// <see cref="MxitErrorReason.Timeout"/>. Where the server names the SHA-256 of the content (<c>Repr-Digest</c>, RFC 9530), the last
    /// read ends with the reason <see cref="MxitErrorReason.ContentMismatch"/> if what came has another.
    /// </summary>
    public Stream Content { get; } = content ?? throw new ArgumentNullException(nameof(content));

    /// <summary>The media type, such as <c>image/png</c>; <see langword="null"/> when the server sent none.</summary>
    public string? ContentType { get; init; }

    /// <summary>
    /// How many bytes the content has; <see langword="null"/> when the server did not say, or encoded it.
    /// </summary>
    public long? Length { get; init; }

    /// <summary>
    /// What names this state of the content, with its quotes, as the calls that ask whether something changed take it;
    /// <see langword="null"/> when the server sent none.
    /// </summary>
    public string? ETag { get; init; }

    /// <summary>When the content last changed; <see langword="null"/> when the server did not say.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>
    /// The name of the file, never with a folder or control characters; <see langword="null"/> when the server sent none, or none that
    /// is safe.
    /// </summary>
    public string? FileName { get; init; }

    /// <summary>The clock for <see cref="TransferProgress.BytesPerSecond"/>.</summary>
    internal TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Reads the whole content into memory.</summary>
    /// <param name="maxBytes">The most bytes to hold, zero or more.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBytes"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The content was taken before.</exception>
    /// <exception cref="MxitException">
    /// The connection broke or stayed silent, or what came is not the content that the server has
    /// (<see cref="MxitErrorReason.ContentMismatch"/>).
    /// </exception>
    /// <exception cref="MxitApiException">There are more bytes.</exception>
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
    /// <param name="destination">Where to; not closed. After a failure it has a part of the content.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <inheritdoc cref="CopyToAsync(Stream, IProgress{TransferProgress}, CancellationToken)" path="/exception"/>
    public Task CopyToAsync(Stream destination, CancellationToken cancellationToken = default) =>
        CopyToAsync(destination, progress: null, cancellationToken);

    /// <summary>Copies the whole content, and tells how far it is.</summary>
    /// <param name="destination">Where to; not closed. After a failure it has a part of the content.</param>
    /// <param name="progress">Hears how far it is; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <exception cref="InvalidOperationException">The content was taken before.</exception>
    /// <exception cref="MxitException">
    /// The connection broke or stayed silent, or what came is not the content that the server has
    /// (<see cref="MxitErrorReason.ContentMismatch"/>).
    /// </exception>
    /// <exception cref="MxitException">The connection broke, or the server stayed silent.</exception>
    public Task CopyToAsync(
        Stream destination, IProgress<TransferProgress>? progress, CancellationToken cancellationToken = default) =>
        CopyAsync(destination, maxBytes: null, progress, cancellationToken);

    /// <summary>Copies the whole content, if it is not too long.</summary>
    /// <param name="destination">Where to; not closed. After a failure it has a part of the content.</param>
    /// <param name="maxBytes">The most bytes to copy, zero or more.</param>
    /// <param name="progress">Hears how far it is; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBytes"/> is negative.</exception>
    /// <exception cref="MxitApiException">There are more bytes.</exception>
    /// <inheritdoc cref="CopyToAsync(Stream, IProgress{TransferProgress}, CancellationToken)" path="/exception"/>
    public Task CopyToAsync(
        Stream destination,
        long maxBytes,
        IProgress<TransferProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        CopyAsync(destination, maxBytes, progress, cancellationToken);

    /// <summary>Saves the whole content as a file, as the other overload does.</summary>
    /// <param name="path">The file, replaced if it is there; its folder must be there.</param>
    /// <param name="cancellationToken">Ends the saving.</param>
    /// <inheritdoc cref="SaveAsync(string, IProgress{TransferProgress}, CancellationToken)" path="/exception"/>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default) =>
        SaveAsync(path, progress: null, cancellationToken);

    /// <summary>
    /// Saves the whole content as a file, and tells how far it is. It is written under another name beside its place and moved there
    /// when it is complete, checked and on the disk: nobody ever sees a part of it, and after a failure what was there before is there
    /// still.
    /// </summary>
    /// <param name="path">The file, replaced if it is there; its folder must be there.</param>
    /// <param name="progress">Hears how far it is; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">Ends the saving.</param>
    /// <exception cref="ArgumentException">There is no path.</exception>
    /// <exception cref="InvalidOperationException">The content was taken before.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <exception cref="MxitException">
    /// The connection broke or stayed silent, or what came is not the content that the server has
    /// (<see cref="MxitErrorReason.ContentMismatch"/>).
    /// </exception>
    /// <exception cref="MxitException">The connection broke, or the server stayed silent.</exception>
    public Task SaveAsync(
        string path, IProgress<TransferProgress>? progress, CancellationToken cancellationToken = default) =>
        SaveAsync(path, maxBytes: null, progress, cancellationToken);

    /// <summary>
    /// Saves the whole content as a file, as the other overloads do, if it is not too long. One that is leaves no file, and what was there
    /// before is there still. When the server says the length, nothing is read then, and the content can still be taken.
    /// </summary>
    /// <param name="path">The file, replaced if it is there; its folder must be there.</param>
    /// <param name="maxBytes">The most bytes to save, zero or more.</param>
    /// <param name="progress">Hears how far it is; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">Ends the saving.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBytes"/> is negative.</exception>
    /// <exception cref="MxitApiException">There are more bytes.</exception>
    /// <inheritdoc cref="SaveAsync(string, IProgress{TransferProgress}, CancellationToken)" path="/exception"/>
    public Task SaveAsync(
        string path,
        long maxBytes,
        IProgress<TransferProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        SaveAsync(path, (long?)maxBytes, progress, cancellationToken);

    /// <summary>Ends the download, also before its end.</summary>
    public ValueTask DisposeAsync() => Content.DisposeAsync();

    /// <summary>Shows type and length, and not the name, which can tell about the person.</summary>
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
            // The failure that led here says more.
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
        while (await Content.ReadAsync(buffer.AsMemory(0, PieceBytes), cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            passed += read;
            if (passed > maxBytes)
            {
                throw TooLong(maxBytes.Value);
            }

            await write(buffer.AsMemory(0, read)).ConfigureAwait(false);
            meter.Reached(passed);
        }

        // Not after a failure: a stream of somebody else may still be reading it.
        ArrayPool<byte>.Shared.Return(buffer);
        meter.Finish();
    }

    // A second reading would find nothing and look like an empty file.
    private void Take(long? maxBytes)
    {
        if (maxBytes is { } most)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(most, nameof(maxBytes));
            if (Length > most && Volatile.Read(ref _taken) == 0)
            {
                // Not taken: it can still be, in another way.
                throw TooLong(most);
            }
        }

        if (Interlocked.Exchange(ref _taken, 1) != 0)
        {
            throw new InvalidOperationException("The content of this download was taken before; ask the server again.");
        }
    }
}
