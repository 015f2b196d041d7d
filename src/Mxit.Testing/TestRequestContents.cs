using Mxit.Server.Development;

namespace Mxit.Testing;

/// <summary>
/// What was sent and what came back, with texts, tokens and secrets: of each body the first 64 KiB, of files only the length. It
/// grows while a body is under way.
/// </summary>
public sealed class TestRequestContents
{
    private readonly RequestContents _contents;

    internal TestRequestContents(RequestContents contents) => _contents = contents;

    /// <summary>The query, with its question mark; empty without one.</summary>
    public string Query => _contents.Query;

    /// <summary>The headers of the request, by their names in any case.</summary>
    public IReadOnlyDictionary<string, string> RequestHeaders => _contents.RequestHeaders;

    /// <summary>The body of the request, as far as the server has read it.</summary>
    public string RequestBody => _contents.RequestBody;

    /// <summary>The body of the response, as far as the server has sent it.</summary>
    public string ResponseBody => _contents.ResponseBody;
}
