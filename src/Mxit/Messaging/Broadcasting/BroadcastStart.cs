namespace Mxit.Internal;

/// <summary>Checks the options of a broadcast, and starts or resumes it.</summary>
internal static class BroadcastStart
{
    private const int MaxIdLength = 200;

    /// <exception cref="ArgumentException">Some options are invalid; the message names all of them.</exception>
    public static void Check(BroadcastOptions options)
    {
        var faults = FaultsOf(options).ToList();
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        }
    }

    /// <exception cref="MxitException">The checkpoint belongs to another broadcast.</exception>
    public static async Task<BroadcastCheckpoint> OpenAsync(
        BroadcastOptions options, string messageFingerprint, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var found = options.Checkpoints is { } store ? await store.LoadAsync(cancellationToken).ConfigureAwait(false) : null;
        if (found is null)
        {
            var id = options.BroadcastId ?? Guid.CreateVersion7(timeProvider.GetUtcNow()).ToString();
            return new()
            {
                BroadcastId = id,
                BatchSize = options.BatchSize,
                MessageFingerprint = messageFingerprint,
                CompletedBatches = 0,
                RecipientsFingerprint = BroadcastFingerprint.OfNothing,
            };
        }

        if (!IsId(found.BroadcastId) || found.CompletedBatches < 0 || found.CompletedBeyond is null || found.InFlight is null)
        {
            throw Mismatch("The checkpoint is damaged: its id or its batches are missing.");
        }

        if (options.BroadcastId is { } wanted && wanted != found.BroadcastId)
        {
            throw Mismatch($"The checkpoint is that of the broadcast {found.BroadcastId}, not of {wanted}.");
        }

        if (found.BatchSize != options.BatchSize)
        {
            throw Mismatch(
                $"The checkpoint was made with batches of {found.BatchSize} recipients, not of {options.BatchSize}.");
        }

        return found.MessageFingerprint == messageFingerprint
            ? found
            : throw Mismatch("The checkpoint was made with another message or by another app.");
    }

    private static IEnumerable<string> FaultsOf(BroadcastOptions options)
    {
        if (options.BroadcastId is { } id && !IsId(id))
        {
            yield return $"{nameof(options.BroadcastId)} must be 1 to {MaxIdLength} visible ASCII characters.";
        }

        if (options.BatchSize is < 1 or > BroadcastOptions.MaxBatchSize)
        {
            yield return $"{nameof(options.BatchSize)} must be 1 to {BroadcastOptions.MaxBatchSize}.";
        }

        if (options.MaxConcurrency is < 1 or > 64)
        {
            yield return $"{nameof(options.MaxConcurrency)} must be 1 to 64.";
        }

        if (options.MaxRetries is < 0 or > 20)
        {
            yield return $"{nameof(options.MaxRetries)} must be 0 to 20.";
        }

        if (options.KeyLifetime <= TimeSpan.Zero)
        {
            yield return $"{nameof(options.KeyLifetime)} must be more than zero.";
        }
    }

    private static MxitException Mismatch(string message) => new(message, MxitErrorReason.BroadcastMismatch);

    private static bool IsId(string? id) =>
        id is { Length: > 0 and <= MaxIdLength } && id.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;
}
