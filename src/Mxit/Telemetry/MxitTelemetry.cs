namespace Mxit;

/// <summary>
/// The names of the traces and metrics of this library, for OpenTelemetry and other listeners. Without a listener they cost
/// nothing. They never contain ids or names of people, tokens, secrets or texts; a path is recorded as its template.
/// </summary>
public static class MxitTelemetry
{
    /// <summary>
    /// The name of the <see cref="System.Diagnostics.ActivitySource"/>: one client activity for each call, with all its attempts
    /// and delays. The tags follow the semantic conventions for HTTP.
    /// </summary>
    public const string ActivitySourceName = "Mxit";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "Mxit";

    /// <summary>A histogram in seconds: the duration of a call, with all its attempts and delays.</summary>
    public const string OperationDuration = "mxit.client.operation.duration";

    /// <summary>A counter: the number of retries.</summary>
    public const string Retries = "mxit.client.retries";

    /// <summary>A counter: the number of token requests, by grant.</summary>
    public const string TokenRequests = "mxit.client.token.requests";
}
