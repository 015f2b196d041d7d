namespace Mxit;

/// <summary>What was asked for does not exist (404).</summary>
/// <param name="message">What went wrong, for a person.</param>
/// <param name="innerException">What caused it, if anything.</param>
public sealed class MxitNotFoundException(string message, Exception? innerException = null)
    : MxitApiException(message, innerException);
