namespace Mxit;

/// <summary>
/// The names under which the library tells what it does, for OpenTelemetry and other listeners. Nobody listening costs nothing. Neither
/// activities nor metrics ever carry ids or names of people, tokens, secrets or texts; of a path there is its template only.
/// </summary>
public static class MxitTelemetry
{
    /// <summary>
    /// The name of the <see cref="System.Diagnostics.ActivitySource"/>: one client activity for each call, with all its attempts and pauses,
    /// tagged as the semantic conventions for HTTP have it.
    /// </summary>
    public const string ActivitySourceName = "Mxit";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "Mxit";

    /// <summary>A histogram, in seconds: how long a call took, with all its attempts and pauses.</summary>
    public const string OperationDuration = "mxit.client.operation.duration";

    /// <summary>A counter: how often a request was sent again.</summary>
    public const string Retries = "mxit.client.retries";

    /// <summary>A counter: how often a token was asked for, by its grant.</summary>
    public const string TokenRequests = "mxit.client.token.requests";
}
