using System.Text;

namespace Mxit.Internal;

/// <summary>Texts that travel as they are.</summary>
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
}
