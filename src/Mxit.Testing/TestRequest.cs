using System.Net;

namespace Mxit.Testing;

/// <summary>
/// A request that the test server has handled. It holds no token and no content, unless
/// <see cref="MxitTestServerOptions.LogContents"/> asks for them.
/// </summary>
public sealed record TestRequest
{
    /// <summary>The request id, as in the response.</summary>
    public required string Id { get; init; }

    /// <summary>When it arrived, by the clock of the server.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The path, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The route template; <see langword="null"/> when there is no such endpoint.</summary>
    public string? Route { get; init; }

    /// <summary>The service name of the app that called; <see langword="null"/> without a token.</summary>
    public string? App { get; init; }

    /// <summary>The person for whom it called; <see langword="null"/> when it called for itself or without a token.</summary>
    public UserId? Person { get; init; }

    /// <summary>The status of the response; <see langword="null"/> when the connection was closed without one.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>A fault of <see cref="TestFaults"/> happened to it.</summary>
    public bool HadFault { get; init; }

    /// <summary>
    /// What was sent and what came back; <see langword="null"/> without <see cref="MxitTestServerOptions.LogContents"/>.
    /// </summary>
    public TestRequestContents? Contents { get; init; }

    /// <summary>One line, such as <c>POST /message/send by weather: 200</c>.</summary>
    public override string ToString()
    {
        var caller = (App, Person) switch
        {
            (null, null) => "without a token",
            ({ } app, null) => $"by {app}",
            (null, { } person) => $"for {person}",
            ({ } app, { } person) => $"by {app} for {person}",
        };
        var status = Status is { } code ? $"{(int)code}" : "no response";
        return $"{Method} {Path} {caller}: {status}{(HadFault ? " (fault)" : "")}";
    }
}
