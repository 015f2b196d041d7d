namespace Mxit;

/// <summary>
/// The server wants fewer requests for a while (429 or 503): wait for <see cref="MxitApiException.RetryAfter"/>, then call again. Calls
/// that are safe to retry were retried, as far as the time-out allowed.
/// </summary>
/// <param name="message">What went wrong, for a person.</param>
/// <param name="innerException">What caused it, if anything.</param>
public sealed class MxitOverloadedException(string message, Exception? innerException = null)
    : MxitApiException(message, innerException);
