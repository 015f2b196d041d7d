namespace Mxit;

/// <summary>
/// The server is overloaded or limits the rate of requests (429 or 503). Wait for <see cref="MxitApiException.RetryAfter"/>, then
/// call again. Idempotent calls were retried already, as far as the time-out allowed.
/// </summary>
/// <param name="message">What went wrong, as a text for people.</param>
/// <param name="innerException">What caused it, if anything.</param>
public sealed class MxitOverloadedException(string message, Exception? innerException = null)
    : MxitApiException(message, innerException);
