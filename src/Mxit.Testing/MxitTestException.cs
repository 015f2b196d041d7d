namespace Mxit.Testing;

/// <summary>Something that a test expected did not happen.</summary>
public sealed class MxitTestException : Exception
{
    /// <summary>Creates an exception.</summary>
    public MxitTestException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What was expected, and what happened.</param>
    public MxitTestException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What was expected, and what happened.</param>
    /// <param name="innerException">The cause.</param>
    public MxitTestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
