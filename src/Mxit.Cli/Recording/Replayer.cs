using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mxit.Cli.Recording;

/// <summary>Sends the requests of a recording to a server, in order, and compares the responses.</summary>
internal sealed partial class Replayer : IDisposable
{
    private static readonly string[] HeadersThatMatter = ["Content-Type", "WWW-Authenticate", "Allow", "Location"];

    private readonly HttpClient _http = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
    private readonly Substitutions _substitutions = new();
    private readonly RequestMaker _requests;

    public Replayer(ReplayOptions options, IReadOnlyList<RecordedExchange> recording) => _requests = new RequestMaker(
        options, _substitutions, new FreshTokens(_http, options), RecordedPeople.Find(recording));

    /// <summary>Why an exchange is not replayed; <see langword="null"/> when it is.</summary>
    public static string? FindReasonToSkip(RecordedExchange exchange) =>
        exchange.ResponseHeader("Content-Type")?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true
            ? "a stream that has no end"
            : exchange.IsBrokenOff ? "broken off by the program"
            : exchange.Method.Length == 0 ? "refused before it was a request"
            : exchange.Status == 0 ? "without an answer"
            : null;

    /// <summary>Replays one exchange.</summary>
    /// <returns>The new status, and the differences.</returns>
    public async Task<(
        int Status, IReadOnlyList<string> Differences)> PlayAsync(RecordedExchange exchange, CancellationToken cancellationToken)
    {
        using var request = await _requests.MakeAsync(exchange, cancellationToken);
        using var answer = await _http.SendAsync(request, cancellationToken);
        var headers = answer.Headers.Concat(answer.Content.Headers)
            .Select(header => KeyValuePair.Create(header.Key, string.Join(", ", header.Value))).ToList();
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        Learn(exchange, RecordedExchange.Find(headers, "Location"), body);

        var differences = new List<string>();
        if ((int)answer.StatusCode != exchange.Status)
        {
            differences.Add(
                $"status was {exchange.Status}, and is {(int)answer.StatusCode}{Explain(body, (int)answer.StatusCode)}");
        }

        foreach (var name in HeadersThatMatter)
        {
            var (before, now) = (
                Comparable(name, exchange.ResponseHeader(name)), Comparable(name, RecordedExchange.Find(headers, name)));
            if (!string.Equals(before, now, StringComparison.OrdinalIgnoreCase))
            {
                differences.Add($"{name} was {before ?? "not there"}, and is {now ?? "not there"}");
            }
        }

        differences.AddRange(CompareBodies(exchange.Answer, body));
        return ((int)answer.StatusCode, differences);
    }

    public void Dispose() => _http.Dispose();

    private void Learn(RecordedExchange exchange, string? location, string body)
    {
        if (exchange.ResponseHeader("Location") is { } recorded && location is not null)
        {
            _substitutions.LearnFromAddresses(recorded, location);
        }

        if (exchange.Answer is { } answer && TryParse(answer) is { } before && TryParse(body) is { } now)
        {
            _substitutions.Learn(before, now);
        }

        if (HiddenField().Matches(body) is { Count: > 0 } hidden)
        {
            _requests.Hidden = hidden.DistinctBy(field => field.Groups[1].Value).ToDictionary(
                field => WebUtility.HtmlDecode(field.Groups[1].Value), field => WebUtility.HtmlDecode(field.Groups[2].Value));
        }
    }

    private static IEnumerable<string> CompareBodies(string? recorded, string now)
    {
        if (recorded is null)
        {
            return [];
        }

        if (TryParse(recorded) is not { } before)
        {
            return [];
        }

        return TryParse(now) is { } after ? JsonShape.Differences(before, after) : ["the answer was JSON, and is not"];
    }

    // The target of a redirect counts, but not its code; the kind of a challenge, but not its text.
    private static string? Comparable(string name, string? value) => name switch
    {
        "Location" => value?.Split('?', 2)[0],
        "WWW-Authenticate" => value?.Split(' ', 2)[0],
        _ => value,
    };

    private static string Explain(string body, int status) => status >= 400 && body.Length is > 0 and < 300 ? $": {body}" : "";

    private static JsonElement? TryParse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}
