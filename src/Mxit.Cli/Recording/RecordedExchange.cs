namespace Mxit.Cli.Recording;

/// <summary>One request and its response in a HAR file.</summary>
internal sealed record RecordedExchange
{
    public required string Method { get; init; }

    /// <summary>The path and the query, unchanged.</summary>
    public required string Target { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The body; <see langword="null"/> when there was none, or it is not in the recording.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The length of the body, also if it is not in the recording.</summary>
    public long BodySize { get; init; }

    public required int Status { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> ResponseHeaders { get; init; }

    /// <summary>The response body; <see langword="null"/> when it was empty, no text, or is not in the recording.</summary>
    public string? Answer { get; init; }

    /// <summary>The kind of token of the request, if the recording has it.</summary>
    public RecordedToken? Token { get; init; }

    /// <summary>The program closed the connection before the end.</summary>
    public bool IsBrokenOff { get; init; }

    public string Path => Target.Split('?', 2)[0];

    public string? Header(string name) => Find(Headers, name);

    public string? ResponseHeader(string name) => Find(ResponseHeaders, name);

    internal static string? Find(IEnumerable<KeyValuePair<string, string>> headers, string name) => headers
        .Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value).FirstOrDefault();
}

/// <summary>The kind of token of a request.</summary>
/// <param name="UserId">The person; <see langword="null"/> for an app's own.</param>
/// <param name="Scope">Its scopes.</param>
internal sealed record RecordedToken(string? UserId, string Scope);
