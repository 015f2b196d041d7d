namespace Mxit;

/// <summary>
/// The token or the credentials were refused (401), or a token could not be renewed. For a person: sign in again. For an app:
/// check the client id and the client secret.
/// </summary>
/// <param name="message">What went wrong, as a text for people.</param>
/// <param name="innerException">What caused it, if anything.</param>
public sealed class MxitUnauthorizedException(string message, Exception? innerException = null)
    : MxitApiException(message, innerException);
