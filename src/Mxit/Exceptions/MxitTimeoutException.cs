namespace Mxit;

/// <summary>
/// No complete answer came within <see cref="MxitClientOptions.Timeout"/> or <see cref="MxitCallOptions.Timeout"/>, or before your HTTP
/// client or one of its handlers gave up. The request may or may not have arrived; sending it again is safe under the same
/// <see cref="MxitException.IdempotencyKey"/>.
/// </summary>
/// <param name="message">What went wrong, for a person.</param>
/// <param name="innerException">The cancelled operation, or the error of the handler.</param>
public sealed class MxitTimeoutException(string message, Exception? innerException = null)
    : MxitException(message, innerException);
