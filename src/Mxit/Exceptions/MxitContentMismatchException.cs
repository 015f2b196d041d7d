namespace Mxit;

/// <summary>
/// What was downloaded is not the content that was asked for: its hash is not the one that the server named, or the content became
/// another one while it was read. Do not use what came of it; ask again for the whole. Nothing was saved under its name.
/// </summary>
/// <param name="message">What went wrong, for a person.</param>
/// <param name="innerException">What caused it, if anything.</param>
public sealed class MxitContentMismatchException(string message, Exception? innerException = null)
    : MxitException(message, innerException);
