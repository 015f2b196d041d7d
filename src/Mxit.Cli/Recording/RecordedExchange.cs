namespace Mxit.Cli.Recording;

/// <summary>One exchange of a HAR file.</summary>
internal sealed record RecordedExchange
{
    public required string Method { get; init; }

    /// <summary>The path and the query as they were sent.</summary>
    public required string Target { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The body; <see langword="null"/> when there was none or it was left out of the recording.</summary>
    public byte[]? Body { get; init; }

    /// <summary>How long the body was, also of one that was left out.</summary>
    public long BodySize { get; init; }

    public required int Status { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> ResponseHeaders { get; init; }

    /// <summary>The answer; <see langword="null"/> when it was empty, no text, or left out of the recording.</summary>
    public string? Answer { get; init; }

    /// <summary>The kind of token that it was made with, if the recording says so.</summary>
    public RecordedToken? Token { get; init; }

    /// <summary>The program was gone before the end.</summary>
    public bool IsBrokenOff { get; init; }

    public string Path => Target.Split('?', 2)[0];

    public string? Header(string name) => Find(Headers, name);

    public string? ResponseHeader(string name) => Find(ResponseHeaders, name);

    internal static string? Find(IEnumerable<KeyValuePair<string, string>> headers, string name) => headers
        .Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).FirstOrDefault();
}

/// <summary>What kind of token an exchange was made with.</summary>
/// <param name="UserId">The person; <see langword="null"/> for an app's own.</param>
/// <param name="Scope">Its scopes.</param>
internal sealed record RecordedToken(string? UserId, string Scope);
