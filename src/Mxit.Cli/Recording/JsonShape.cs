using System.Text.Json;

namespace Mxit.Cli.Recording;

/// <summary>Compares the shape of JSON, not its values: kinds of values, names of members, common members of items.</summary>
internal static class JsonShape
{
    /// <summary>The differences, one sentence each.</summary>
    public static IEnumerable<string> Differences(JsonElement recorded, JsonElement now) =>
        Compare("$", recorded, now).Distinct();

    private static IEnumerable<string> Compare(string path, JsonElement recorded, JsonElement now)
    {
        var (before, after) = (KindOf(recorded), KindOf(now));
        if (before != after)
        {
            return [$"{path} was {before}, and is {after}"];
        }

        return recorded.ValueKind switch
        {
            JsonValueKind.Object => CompareObjects(path, recorded, now),
            JsonValueKind.Array => CompareArrays(path, recorded, now),
            _ => [],
        };
    }

    private static IEnumerable<string> CompareObjects(string path, JsonElement recorded, JsonElement now)
    {
        foreach (var member in recorded.EnumerateObject())
        {
            if (!now.TryGetProperty(member.Name, out var same))
            {
                yield return $"{path}.{member.Name} is missing";
                continue;
            }

            foreach (var difference in Compare($"{path}.{member.Name}", member.Value, same))
            {
                yield return difference;
            }
        }

        foreach (var member in now.EnumerateObject().Where(member => !recorded.TryGetProperty(member.Name, out _)))
        {
            yield return $"{path}.{member.Name} is new";
        }
    }

    // The number of items depends on the data. Each item must have the shape of a recorded one.
    private static IEnumerable<string> CompareArrays(string path, JsonElement recorded, JsonElement now)
    {
        var before = recorded.EnumerateArray().ToList();
        if (before.Count == 0)
        {
            yield break;
        }

        foreach (var item in now.EnumerateArray())
        {
            var nearest = before.Select(old => Compare($"{path}[]", old, item).ToList()).MinBy(differences => differences.Count)!;
            foreach (var difference in nearest)
            {
                yield return difference;
            }
        }
    }

    private static string KindOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String when element.GetString() is { } text
        && text.StartsWith("/Date(", StringComparison.Ordinal) => "a date",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };
}
