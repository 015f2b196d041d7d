using System.Text.RegularExpressions;

namespace Mxit.Cli.Recording;

/// <summary>
/// Finds the person of a sign-in. The recording masks logins, but has the user id of later calls. The search goes back from the
/// call to its token, the code and the form.
/// </summary>
internal static partial class RecordedPeople
{
    /// <summary>The user id for each exchange that returned a token or a code.</summary>
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
            if (exchange.Token is not null
                || given.Select(speaksFor.GetValueOrDefault).FirstOrDefault(user => user is not null) is not { } person)
            {
                continue;
            }

            people.Add(exchange, person);
            if (exchange.Body is { } body)
            {
                // The code or the refresh token of the token request.
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
