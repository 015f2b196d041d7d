namespace Mxit;

/// <summary>
/// The token is valid, but not for this (403): ask for <see cref="MissingScope"/>, or send as the app or person that the token
/// belongs to.
/// </summary>
/// <param name="message">What went wrong, for a person.</param>
/// <param name="innerException">What caused it, if anything.</param>
public sealed class MxitForbiddenException(string message, Exception? innerException = null)
    : MxitApiException(message, innerException)
{
    /// <summary>
    /// The scope that the call needs, as <c>WWW-Authenticate</c> names it; <see langword="null"/> when the server named none.
    /// </summary>
    public string? MissingScope { get; init; }
}
