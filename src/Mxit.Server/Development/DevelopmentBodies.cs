using System.Text.Json.Serialization;

namespace Mxit.Server.Development;

/// <summary>Where the clock is.</summary>
internal sealed record ClockBody
{
    /// <summary>The time of the server.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>How far to move the clock.</summary>
internal sealed record AdvanceBody
{
    /// <summary>A time such as 30s, 15m, 1h30m or 8d.</summary>
    public required string By { get; init; }
}

/// <summary>The server between two resets.</summary>
internal sealed record RunBody
{
    /// <summary>Another one after each reset.</summary>
    public required string Run { get; init; }

    /// <summary>The time of the server.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>A fault on purpose, and the requests that it hits. What is left out matches every request.</summary>
internal sealed record FaultBody
{
    /// <summary>What removes the fault; the server makes it.</summary>
    public string? Id { get; init; }

    /// <summary>
    /// status, delay, cutBefore, cutAfter, slowBody, truncatedBody, expiredToken or rateLimited.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>The method.</summary>
    public string? Method { get; init; }

    /// <summary>A path, a route template, or the start of a path followed by *.</summary>
    public string? Path { get; init; }

    /// <summary>The service name of an app.</summary>
    public string? App { get; init; }

    /// <summary>The user id of a person.</summary>
    public string? Person { get; init; }

    /// <summary>How often it happens; without limit when absent.</summary>
    public int? Times { get; init; }

    /// <summary>The probability for each request, from 0 to 1.</summary>
    public double? Probability { get; init; }

    /// <summary>The seed of the probability.</summary>
    public int? Seed { get; init; }

    /// <summary>The status of the kind status: 400 to 599.</summary>
    public int? Status { get; init; }

    /// <summary>The text of the error.</summary>
    public string? Text { get; init; }

    /// <summary>The value of Retry-After, a time such as 5s.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>The time of the kind delay, such as 2s.</summary>
    public string? Delay { get; init; }

    /// <summary>The speed of the kind slowBody.</summary>
    public int? BytesPerSecond { get; init; }
}

/// <summary>A request that the server has handled.</summary>
internal sealed record RequestBody
{
    /// <summary>The request id, as in the response.</summary>
    public required string Id { get; init; }

    /// <summary>When it arrived, by the clock of the server.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The path, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The route template.</summary>
    public string? Route { get; init; }

    /// <summary>The service name of the app.</summary>
    public string? App { get; init; }

    /// <summary>The user id of the person.</summary>
    public string? Person { get; init; }

    /// <summary>The status; absent when the connection was closed without a response.</summary>
    public int? Status { get; init; }

    /// <summary>A fault on purpose happened to it.</summary>
    public bool HadFault { get; init; }

    /// <summary>What was sent and what came back, where that is kept.</summary>
    public ContentsBody? Contents { get; init; }
}

/// <summary>What was sent and what came back.</summary>
internal sealed record ContentsBody
{
    /// <summary>The query, with its question mark.</summary>
    public required string Query { get; init; }

    /// <summary>The headers of the request.</summary>
    public required IReadOnlyDictionary<string, string> RequestHeaders { get; init; }

    /// <summary>The body of the request.</summary>
    public required string RequestBody { get; init; }

    /// <summary>The body of the response.</summary>
    public required string ResponseBody { get; init; }
}

/// <summary>Whether contents are kept.</summary>
internal sealed record KeepBody
{
    /// <summary>Keep what is sent and what comes back, with texts, tokens and secrets.</summary>
    public required bool Keep { get; init; }
}

/// <summary>How the bodies of <c>/dev/*</c> are written. Names that are not known are refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ClockBody))]
[JsonSerializable(typeof(AdvanceBody))]
[JsonSerializable(typeof(RunBody))]
[JsonSerializable(typeof(FaultBody))]
[JsonSerializable(typeof(List<FaultBody>))]
[JsonSerializable(typeof(List<RequestBody>))]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(KeepBody))]
internal sealed partial class DevelopmentJson : JsonSerializerContext;
