namespace Mxit.Internal;

/// <summary>One attempt for one batch.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Answer">The result of the request.</param>
/// <param name="Epoch">The epoch of the pace at which it was sent.</param>
internal sealed record BroadcastAttempt(BroadcastBatch Batch, Task<SendReceipt?> Answer, int Epoch);
