using System.Text.RegularExpressions;

namespace Mxit.Cli.Recording;

/// <summary>
/// Finds out whose sign-in an exchange was. The recording masks logins, but says later for whom a token spoke: so the way is
/// followed back, from the call over the token and the code to the form.
/// </summary>
internal static partial class RecordedPeople
{
    /// <summary>The user id for each exchange that gave a token or a code to a person.</summary>
    public static IReadOnlyDictionary<RecordedExchange, string> Find(IReadOnlyList<RecordedExchange> exchanges)
    {
        var speaksFor = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var exchange in exchanges)
        {
            if (exchange.Token?.UserId is { } user && exchange.Header("Authorization")?.Split(' ', 2) is [_, var token])
            {
                speaksFor.TryAdd(token, user);
            }
        }

        var people = new Dictionary<RecordedExchange, string>(ReferenceEqualityComparer.Instance);
        foreach (var exchange in exchanges.Reverse())
        {
            var given = Labels($"{exchange.Answer} {exchange.ResponseHeader("Location")}");
            if (exchange.Token is not null || given.Select(speaksFor.GetValueOrDefault).FirstOrDefault(user => user is not null) is not { } person)
            {
                continue;
            }

            people.Add(exchange, person);
            if (exchange.Body is { } body)
            {
                // The code, or the refresh token, that it was got with.
                foreach (var label in Labels(System.Text.Encoding.UTF8.GetString(body)))
                {
                    speaksFor.TryAdd(label, person);
                }
            }
        }

        return people;
    }

    private static IEnumerable<string> Labels(string text) => Label().Matches(text).Select(match => match.Value);

    [GeneratedRegex("masked-[0-9a-f]{12}")]
    private static partial Regex Label();
}
