namespace Mxit.Internal;

/// <summary>Validates tokens: visible ASCII, as headers require.</summary>
internal static class TokenText
{
    public static bool IsValid(string? token) =>
        token is { Length: > 0 } && token.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;

    /// <exception cref="ArgumentException">The text cannot be a token; the exception does not repeat it.</exception>
    public static void Check(string? token, string parameterName)
    {
        if (!IsValid(token))
        {
            throw new ArgumentException("A token is needed: visible ASCII characters without spaces.", parameterName);
        }
    }
}
