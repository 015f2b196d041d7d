using System.Text;

namespace Mxit.Tests.Support;

/// <summary>A request as it left the client, its content read to the end.</summary>
internal sealed record SentRequest(string Method, Uri Address, IReadOnlyDictionary<string, string> Headers, byte[] Bytes)
{
    public string Body { get; } = Encoding.UTF8.GetString(Bytes);

    public string PathAndQuery => Address.PathAndQuery;

    public bool IsForToken => Address.AbsolutePath.EndsWith("/token", StringComparison.Ordinal);

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public string? Bearer => Header("Authorization") is { } value && value.StartsWith("Bearer ", StringComparison.Ordinal)
        ? value["Bearer ".Length..]
        : null;
}
