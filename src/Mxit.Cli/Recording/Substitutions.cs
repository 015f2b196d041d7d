using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mxit.Cli.Recording;

/// <summary>
/// Replaces tokens, codes and ids of people and files of the recording by the new ones. It learns them from responses, by
/// comparing the recorded response with the new one.
/// </summary>
internal sealed partial class Substitutions
{
    private readonly Dictionary<string, string> _now = new(StringComparer.Ordinal);

    public void Learn(string recorded, string now)
    {
        if (recorded != now && IsId().IsMatch(recorded))
        {
            _now[recorded] = now;
        }
    }

    /// <summary>Learns from two responses to the same request.</summary>
    public void Learn(JsonElement recorded, JsonElement now)
    {
        if (recorded.ValueKind != now.ValueKind)
        {
            return;
        }

        switch (recorded.ValueKind)
        {
            case JsonValueKind.String:
                Learn(recorded.GetString()!, now.GetString()!);
                break;
            case JsonValueKind.Object:
                foreach (var member in recorded.EnumerateObject())
                {
                    if (now.TryGetProperty(member.Name, out var same))
                    {
                        Learn(member.Value, same);
                    }
                }

                break;
            case JsonValueKind.Array:
                foreach (var (one, other) in recorded.EnumerateArray().Zip(now.EnumerateArray()))
                {
                    Learn(one, other);
                }

                break;
        }
    }

    /// <summary>Learns from the queries of two redirects.</summary>
    public void LearnFromAddresses(string recorded, string now)
    {
        var before = Query(recorded);
        foreach (var (name, value) in Query(now))
        {
            if (before.TryGetValue(name, out var old))
            {
                Learn(old, value);
            }
        }
    }

    public string? FindOrNull(string recorded) => _now.GetValueOrDefault(recorded);

    /// <summary>A text of the recording with the new ids.</summary>
    public string Apply(string text) => Word().Replace(text, word => _now.GetValueOrDefault(word.Value, word.Value));

    private static Dictionary<string, string> Query(string address)
    {
        var query = address.IndexOf('?', StringComparison.Ordinal);
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query < 0 ? [] : address[(query + 1)..].Split('&'))
        {
            var parts = pair.Split('=', 2);
            pairs[parts[0]] = Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? "");
        }

        return pairs;
    }

    // A masked secret, a token, an id of a person, a file or a message.
    [GeneratedRegex(
        "^(masked-[0-9a-f]{12}|[0-9a-f]{32}|m[0-9]{7,11}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\\w-]+\\.[\\w-]+\\.[\\w-]+)$")]
    private static partial Regex IsId();

    [GeneratedRegex("[A-Za-z0-9_-]{8,}")]
    private static partial Regex Word();
}
