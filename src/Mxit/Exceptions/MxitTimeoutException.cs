namespace Mxit;

/// <summary>
/// No complete answer came within <see cref="MxitClientOptions.Timeout"/> or <see cref="MxitCallOptions.Timeout"/>. The request
/// may or may not have arrived; repeating it is safe under the same <see cref="MxitException.IdempotencyKey"/>.
/// </summary>
/// <param name="message">What went wrong, for a person.</param>
/// <param name="innerException">The cancelled operation.</param>
public sealed class MxitTimeoutException(string message, Exception? innerException = null)
    : MxitException(message, innerException);
