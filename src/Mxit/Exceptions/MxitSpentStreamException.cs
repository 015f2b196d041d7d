namespace Mxit;

/// <summary>
/// An upload has to be sent again, because the token was refused, the connection broke or the server could not take it just now, and its
/// stream was read and cannot be read a second time. Open the stream again and repeat the call; what happened is the inner exception, if
/// it was not the HTTP client, or a handler in it, that had to send it again.
/// After a refused token nothing was changed. Otherwise the server may have taken the file, and under
/// <see cref="MxitException.IdempotencyKey"/> it takes it once only. Never thrown for content that can be read again: bytes, a
/// file, a stream that can seek.
/// </summary>
/// <param name="message">What went wrong, for a person.</param>
/// <param name="innerException">What made the upload fail.</param>
public sealed class MxitSpentStreamException(string message, Exception? innerException = null)
    : MxitException(message, innerException);
