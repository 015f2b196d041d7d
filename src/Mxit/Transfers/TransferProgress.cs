namespace Mxit;

/// <summary>
/// How far an upload or a download is. Told when it begins, then at most ten times a second, and once more at its end with the exact
/// number of bytes; not told when it fails. Progress never runs backwards: an
/// upload that has to be sent again stays where it was until it has come further, and a download goes on where it stopped. What the listener throws ends the telling, never the transfer; it is called on the threads of the transfer, so
/// let it be quick (<see cref="Progress{T}"/> is).
/// </summary>
/// <param name="Bytes">How many bytes have gone, or come, so far.</param>
/// <param name="TotalBytes">How many there are; <see langword="null"/> while that is not known.</param>
/// <param name="BytesPerSecond">How fast, on average since it began, or began to be sent again; 0 at the beginning.</param>
public readonly record struct TransferProgress(long Bytes, long? TotalBytes, double BytesPerSecond)
{
    /// <summary>The part that is done, 0 to 1; <see langword="null"/> while the total is not known.</summary>
    public double? Fraction => TotalBytes switch
    {
        null => null,
        0 => 1,
        { } total => Math.Clamp((double)Bytes / total, 0, 1),
    };
}
