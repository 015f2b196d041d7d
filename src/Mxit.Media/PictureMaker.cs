using System.Threading.RateLimiting;
using Mxit.Media.Drawing;

namespace Mxit.Media;

/// <summary>
/// Makes pictures of what people send: decoded and encoded anew, so that nothing of the file but its pixels is left. A few at a
/// time, a few more wait, each has a time limit.
/// </summary>
internal sealed class PictureMaker : IDisposable
{
    private readonly PictureLimits _limits;
    private readonly TimeProvider _clock;
    private readonly ConcurrencyLimiter _workers;

    /// <summary>Made by the host.</summary>
    public PictureMaker(PictureLimits limits, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _limits = limits;
        _clock = clock;
        _workers = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = _limits.Workers,
            QueueLimit = _limits.MaxWaiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    /// <summary>Makes pictures of another.</summary>
    /// <param name="picture">A file of any kind, as it was sent; a stream that can seek.</param>
    /// <param name="sizes">What to make.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<PictureResult> MakeAsync(
        Stream picture, IReadOnlyList<PictureSize> sizes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(sizes);
        using var worker = await _workers.AcquireAsync(1, cancellationToken);
        if (!worker.IsAcquired)
        {
            return new PictureResult(PictureOutcome.Overloaded, "Too many pictures are being made; try again soon.", []);
        }

        using var timeLimit = new CancellationTokenSource(TimeSpan.FromSeconds(_limits.TimeLimitSeconds), _clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeLimit.Token, cancellationToken);
        try
        {
            // Not given the token: the worker is free when the decoder has really ended, which the stream sees to.
            var made = await Task.Run(() => Make(picture, sizes, stop.Token), CancellationToken.None);
            return new PictureResult(PictureOutcome.Made, null, made);
        }
        catch (PictureRefusedException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (PictureRefusedException) when (timeLimit.IsCancellationRequested)
        {
            return new PictureResult(
                PictureOutcome.Refused,
                $"The picture took longer than {_limits.TimeLimitSeconds} s to decode; save it anew as an ordinary JPEG or PNG.",
                []);
        }
        catch (PictureRefusedException refused)
        {
            return new PictureResult(PictureOutcome.Refused, refused.Message, []);
        }
        catch (InsufficientMemoryException)
        {
            return new PictureResult(
                PictureOutcome.Overloaded, "There is not enough memory for the picture; try again soon.", []);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _workers.Dispose();

    private List<MadePicture> Make(Stream picture, IReadOnlyList<PictureSize> sizes, CancellationToken stop)
    {
        var header = PictureGate.Check(picture, _limits);
        using var source = new DecoderStream(picture, stop);
        try
        {
            using var decoded = PictureDecoder.Decode(source, header, sizes, _limits);
            return [.. sizes.Select(size => PicturePainter.Paint(decoded, size))];
        }
        catch (PictureRefusedException) when (source.Failure is { } failure)
        {
            throw new IOException("The picture could not be read.", failure);
        }
    }
}
