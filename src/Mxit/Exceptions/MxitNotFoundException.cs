namespace Mxit;

/// <summary>The requested item does not exist (404).</summary>
/// <param name="message">What went wrong, as a text for people.</param>
/// <param name="innerException">What caused it, if anything.</param>
public sealed class MxitNotFoundException(string message, Exception? innerException = null)
    : MxitApiException(message, innerException);
