namespace Mxit;

/// <summary>
/// The token is valid but does not allow this call (403). Request <see cref="MissingScope"/>, or act as the app or person that
/// the token belongs to.
/// </summary>
/// <param name="message">What went wrong, as a text for people.</param>
/// <param name="innerException">What caused it, if anything.</param>
public sealed class MxitForbiddenException(string message, Exception? innerException = null)
    : MxitApiException(message, innerException)
{
    /// <summary>
    /// The scope that the call needs, as <c>WWW-Authenticate</c> names it; <see langword="null"/> when the server named none.
    /// </summary>
    public string? MissingScope { get; init; }
}
