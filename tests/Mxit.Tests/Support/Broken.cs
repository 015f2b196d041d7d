using System.Text.Json.Nodes;

namespace Mxit.Tests.Support;

/// <summary>JSON objects with something wrong.</summary>
internal static class Broken
{
    /// <summary>
    /// <c>-name</c> leaves a member out, <c>name=json</c> changes one, anything else takes the place of the whole.
    /// </summary>
    public static string Of(string json, string what)
    {
        var parsed = JsonNode.Parse(json)!.AsObject();
        if (what is ['-', .. var name])
        {
            Assert.True(parsed.Remove(name));
            return parsed.ToJsonString();
        }

        if (what.IndexOf('=', StringComparison.Ordinal) is var equals and > 0)
        {
            parsed[what[..equals]] = JsonNode.Parse(what[(equals + 1)..]);
            return parsed.ToJsonString();
        }

        return what;
    }
}
