namespace Mxit;

/// <summary>
/// The server could not be reached, the connection broke, or a handler of your HTTP client threw an exception of its own. The request may
/// or may not have arrived; sending it again is safe under the same <see cref="MxitException.IdempotencyKey"/>.
/// </summary>
/// <param name="message">What went wrong, for a person.</param>
/// <param name="innerException">The error of the connection or the handler.</param>
public sealed class MxitConnectionException(string message, Exception? innerException = null)
    : MxitException(message, innerException);
