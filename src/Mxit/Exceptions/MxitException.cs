namespace Mxit;

/// <summary>
/// The base of everything that this library throws about its conversation with Mxit. Wrong arguments are
/// <see cref="ArgumentException"/> and a cancelled call is <see cref="OperationCanceledException"/>, as everywhere.
/// No exception holds a secret, a token, the text of a message or what a person tells about themselves.
/// </summary>
public class MxitException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What went wrong, for a person.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public MxitException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
