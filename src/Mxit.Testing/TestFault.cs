using System.Net;
using Mxit.Server.Development;

namespace Mxit.Testing;

/// <summary>
/// A fault on purpose, and the requests that it hits. What is not set matches every request to an endpoint of the server.
/// </summary>
/// <example><code>mxit.Faults.Add(TestFault.Status(HttpStatusCode.ServiceUnavailable) with { Path = "/message/send", Times = 1
/// });</code></example>
public sealed record TestFault
{
    private readonly Fault _fault;

    private TestFault(Fault fault) => _fault = fault;

    /// <summary>The HTTP method, such as <c>POST</c>.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// A path such as <c>/message/send</c>, a route template such as <c>/user/profile/{userId}</c>, or the start of a path
    /// followed by <c>*</c>, such as <c>/user/*</c>.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>The service name of an app: only its requests, with its own tokens and those of people.</summary>
    public string? App { get; init; }

    /// <summary>A person: only requests for this person.</summary>
    public UserId? Person { get; init; }

    /// <summary>How often the fault happens; <see langword="null"/> until it is removed.</summary>
    public int? Times { get; init; }

    /// <summary>The probability for each request, from 0 to 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>
    /// The seed for <see cref="Probability"/>. The same seed and the same requests in the same order repeat exactly.
    /// </summary>
    public int Seed { get; init; }

    /// <summary>The server responds with an error, with the body that it has for errors, and does nothing.</summary>
    /// <param name="status">The status; 400 or more.</param>
    /// <param name="text">The text of the error.</param>
    /// <param name="retryAfter">The value of <c>Retry-After</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The status is not one of an error.</exception>
    public static TestFault Status(HttpStatusCode status, string text = "A fault on purpose.", TimeSpan? retryAfter = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((int)status, 400, nameof(status));
        return new(new Fault(FaultKind.Status) { Status = (int)status, Text = text, RetryAfter = retryAfter });
    }

    /// <summary>The server handles the request later.</summary>
    /// <param name="delay">How much later, by the clock of the server.</param>
    public static TestFault Delay(TimeSpan delay) => new(new Fault(FaultKind.Delay) { Delay = delay });

    /// <summary>The server closes the connection and does nothing.</summary>
    public static TestFault CutBefore() => new(new Fault(FaultKind.CutBefore));

    /// <summary>
    /// The server does its work and closes the connection without a response: it is done, but the client does not know.
    /// </summary>
    public static TestFault CutAfter() => new(new Fault(FaultKind.CutAfter));

    /// <summary>The body of the response arrives slowly.</summary>
    /// <param name="bytesPerSecond">The speed; at least 1.</param>
    public static TestFault SlowBody(int bytesPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytesPerSecond, 1);
        return new(new Fault(FaultKind.SlowBody) { BytesPerSecond = bytesPerSecond });
    }

    /// <summary>The connection closes after half of the body of the response. Not for live feeds.</summary>
    public static TestFault TruncatedBody() => new(new Fault(FaultKind.TruncatedBody));

    /// <summary>The server refuses the token as unknown, expired or revoked, with 401.</summary>
    public static TestFault ExpiredToken() => new(new Fault(FaultKind.InvalidToken));

    /// <summary>The server refuses the request by a rate limit, with 429.</summary>
    /// <param name="retryAfter">The value of <c>Retry-After</c>.</param>
    public static TestFault RateLimited(TimeSpan retryAfter) =>
        new(new Fault(FaultKind.RateLimit) { Text = "Too many requests; nothing was done.", RetryAfter = retryAfter });

    internal Fault ToFault() => _fault with
    {
        Method = Method,
        Path = Path,
        App = App,
        Person = Person?.Value,
        Times = Times,
        Probability = Probability,
        Seed = Seed,
    };
}
