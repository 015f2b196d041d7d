namespace Mxit.Internal;

/// <summary>One request for one batch.</summary>
/// <param name="Batch">For whom.</param>
/// <param name="Answer">What comes of it.</param>
/// <param name="Epoch">The pace at which it was sent.</param>
internal sealed record BroadcastAttempt(BroadcastBatch Batch, Task<SendReceipt?> Answer, int Epoch);
