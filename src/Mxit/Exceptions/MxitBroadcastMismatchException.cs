namespace Mxit;

/// <summary>
/// The checkpoint of a broadcast was made with another message, app, batch size or list of recipients; going on would send to some
/// people twice and to others never. Go on with what it was made with, or begin a new broadcast with a new checkpoint.
/// </summary>
/// <param name="message">What differs, for a person.</param>
/// <param name="innerException">What caused it, if anything.</param>
public sealed class MxitBroadcastMismatchException(string message, Exception? innerException = null)
    : MxitException(message, innerException);
