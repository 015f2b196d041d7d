using System.Text;

namespace Mxit.Internal;

/// <summary>Validates texts that are sent unchanged.</summary>
internal static class WellFormed
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Half a surrogate pair would arrive as another character.</summary>
    /// <exception cref="ArgumentException">The text is blank or not well-formed; the exception does not repeat it.</exception>
    public static void Check(string text, string parameterName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text, parameterName);
        try
        {
            _ = Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            throw new ArgumentException("The text holds half a surrogate pair.", parameterName);
        }
    }

    /// <summary>
    /// Servers of this project refuse <c>.</c> and <c>..</c>: saving a file under such a name would write to a folder.
    /// </summary>
    /// <exception cref="ArgumentException">No file can have the name; the exception does not repeat it.</exception>
    public static void CheckFileName(string name, string parameterName)
    {
        Check(name, parameterName);
        if (name.Trim() is "." or "..")
        {
            throw new ArgumentException("The name of a file cannot be one or two dots.", parameterName);
        }
    }
}
