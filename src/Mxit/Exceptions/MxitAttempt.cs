using System.Net;

namespace Mxit;

/// <summary>One attempt of a call that failed.</summary>
/// <param name="StartedAt">When it was sent, by the clock of the client.</param>
/// <param name="Duration">How long it took to fail.</param>
/// <param name="StatusCode">The status of the response; <see langword="null"/> when there was none.</param>
/// <param name="RequestId">
/// The id under which the server logged it; <see langword="null"/> when the server sent none.
/// </param>
public sealed record MxitAttempt(DateTimeOffset StartedAt, TimeSpan Duration, HttpStatusCode? StatusCode, string? RequestId)
{
    /// <summary>
    /// The kind of the connection error; <see langword="null"/> when there was a response, or when the kind is not known.
    /// </summary>
    public HttpRequestError? ConnectionError { get; init; }

    /// <summary>The server may have carried the request out.</summary>
    internal bool MayHaveArrived { get; init; }

    /// <summary>The outcome in a few words.</summary>
    public override string ToString() =>
        (StatusCode is { } status ? $"{(int)status}" : ConnectionError is { } error ? $"no answer ({error})" : "no answer") +
        $" after {Duration.TotalMilliseconds:0} ms" +
        (RequestId is null ? "" : $" [request {RequestId}]");
}
