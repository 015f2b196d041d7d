namespace Mxit;

/// <summary>
/// The server refused the token after the stream of an upload was read, and that stream cannot be read a second time. Nothing was
/// changed, and the token is renewed: open the stream again and repeat the call. Never thrown for content that can be read again:
/// bytes, a file, a stream that can seek.
/// </summary>
/// <param name="message">What went wrong, for a person.</param>
/// <param name="innerException">The refusal.</param>
public sealed class MxitSpentStreamException(string message, Exception? innerException = null)
    : MxitException(message, innerException);
