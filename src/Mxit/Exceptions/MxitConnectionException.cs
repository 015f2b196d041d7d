namespace Mxit;

/// <summary>
/// The server could not be reached, or the connection broke. The request may or may not have arrived; repeating it is safe under the
/// same <see cref="MxitException.IdempotencyKey"/>.
/// </summary>
/// <param name="message">What went wrong, for a person.</param>
/// <param name="innerException">The failure of the connection.</param>
public sealed class MxitConnectionException(string message, Exception? innerException = null)
    : MxitException(message, innerException);
