namespace Mxit.Server.Development;

/// <summary>What goes wrong.</summary>
internal enum FaultKind
{
    /// <summary>An error status, with the body that the address has for errors.</summary>
    Status,

    /// <summary>The request is handled later.</summary>
    Delay,

    /// <summary>The connection is closed before the request is handled.</summary>
    CutBefore,

    /// <summary>The request is handled, and the connection is closed without a response.</summary>
    CutAfter,

    /// <summary>The body of the response is sent slowly.</summary>
    SlowBody,

    /// <summary>The connection is closed after half of the body.</summary>
    TruncatedBody,

    /// <summary>The token is refused as unknown, expired or revoked.</summary>
    InvalidToken,

    /// <summary>The request is refused by a rate limit.</summary>
    RateLimit,
}

/// <summary>A fault on purpose, and the requests that it hits. What is not set matches every request.</summary>
internal sealed record Fault(FaultKind Kind)
{
    /// <summary>The method.</summary>
    public string? Method { get; init; }

    /// <summary>A path, a route template, or the start of a path followed by <c>*</c>.</summary>
    public string? Path { get; init; }

    /// <summary>The service name of an app.</summary>
    public string? App { get; init; }

    /// <summary>The user id of a person.</summary>
    public string? Person { get; init; }

    /// <summary>How often the fault happens; <see langword="null"/> for no limit.</summary>
    public int? Times { get; init; }

    /// <summary>The probability for each request, from 0 to 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>
    /// The seed of <see cref="Probability"/>: the same seed and the same order of requests hit the same requests.
    /// </summary>
    public int Seed { get; init; }

    /// <summary>The status of <see cref="FaultKind.Status"/>.</summary>
    public int Status { get; init; }

    /// <summary>The text of the error.</summary>
    public string Text { get; init; } = "A fault on purpose.";

    /// <summary>The value of <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The delay of <see cref="FaultKind.Delay"/>.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The speed of <see cref="FaultKind.SlowBody"/>.</summary>
    public int BytesPerSecond { get; init; }
}
