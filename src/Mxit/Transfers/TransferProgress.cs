namespace Mxit;

/// <summary>
/// The progress of an upload or a download. It is reported at the start, then at most ten times a second, and at the end with the
/// exact number of bytes; not after a failure. Progress never runs backwards: a retried upload reports nothing until it is
/// further than before, and a download resumes where it stopped. An exception of the listener ends the reports, not the transfer.
/// The listener is called on the threads of the transfer, so it must be quick (<see cref="Progress{T}"/> is).
/// </summary>
/// <param name="Bytes">The bytes transferred so far.</param>
/// <param name="TotalBytes">The total; <see langword="null"/> while it is unknown.</param>
/// <param name="BytesPerSecond">The average speed since the start of the attempt; 0 at the start.</param>
public readonly record struct TransferProgress(long Bytes, long? TotalBytes, double BytesPerSecond)
{
    /// <summary>The transferred part, 0 to 1; <see langword="null"/> while the total is unknown.</summary>
    public double? Fraction => TotalBytes switch
    {
        null => null,
        0 => 1,
        { } total => Math.Clamp((double)Bytes / total, 0, 1),
    };
}
