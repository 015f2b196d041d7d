namespace Mxit;

/// <summary>
/// A batch of a broadcast was sent, its answer was lost, and since then more time has passed than the server keeps its keys: sending it
/// again could make it arrive twice, so it was not. Ask the recipients, or accept one of the two risks.
/// </summary>
/// <param name="message">What went wrong, for a person.</param>
/// <param name="innerException">What caused it, if anything.</param>
public sealed class MxitUnknownFateException(string message, Exception? innerException = null)
    : MxitException(message, innerException);
