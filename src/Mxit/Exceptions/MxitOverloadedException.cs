namespace Mxit;

/// <summary>The server wants fewer requests for a while (429 or 503): wait, then repeat.</summary>
/// <param name="message">What went wrong, for a person.</param>
/// <param name="innerException">What caused it, if anything.</param>
public sealed class MxitOverloadedException(string message, Exception? innerException = null)
    : MxitApiException(message, innerException)
{
    /// <summary>How long to wait, from <c>Retry-After</c>, never negative; <see langword="null"/> when the server did not
    /// say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
