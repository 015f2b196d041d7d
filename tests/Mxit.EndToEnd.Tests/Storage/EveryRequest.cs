using System.Text.RegularExpressions;
using Mxit.EndToEnd.Tests.Http;
using Mxit.EndToEnd.Tests.Pages;
using Mxit.Platform.Wire;

namespace Mxit.EndToEnd.Tests.Storage;

/// <summary>In which form somebody reads that a request could not be answered.</summary>
internal enum Reader
{
    /// <summary>A program that speaks OAuth: an object with <c>error</c>.</summary>
    OAuth,

    /// <summary>A program of the API: a JSON string.</summary>
    Api,

    /// <summary>A person: a page.</summary>
    Person,
}

/// <summary>A request that is answered with a success while all is well.</summary>
internal sealed record EveryRequest(string Method, string Path, Reader Reader)
{
    /// <summary>The method and the pattern of the endpoint, and what else tells it from others.</summary>
    public required string Name { get; init; }

    public Func<HttpContent?> Body { get; init; } = () => null;

    public string? Authorization { get; init; }

    public string? Cookies { get; init; }

    /// <summary>One for each method of each endpoint there is, and those that OpenIddict answers by itself.</summary>
    public static async Task<IReadOnlyList<EveryRequest>> MakeAsync(Server server)
    {
        var places = await Places.MakeAsync(server);
        using var page = await Visitor.SignInAsync(server, Places.Owner);
        var contents = await RequestContents.PrepareAsync(server, places, page);
        var requests = new List<EveryRequest>();
        foreach (var endpoint in places.Endpoints)
        {
            var pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            var requirement = endpoint.Metadata.GetMetadata<TokenRequirement>();
            if (RequestContents.OAuthPaths.Contains(pattern) || pattern.StartsWith("/health/", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var method in Places.MethodsOf(endpoint).DefaultIfEmpty("GET"))
            {
                var name = $"{method} {pattern}";
                requests.Add(
                    new EveryRequest(method, contents.PathOf(name, places.PathOf(endpoint)), ReaderOf(pattern, requirement))
                    {
                        Name = name,
                        Body = contents.BodyOf(name),
                        Authorization = places.TokenFor(endpoint) is { } token ? $"Bearer {token}" : null,
                        Cookies = requirement is null ? page.Cookies : null,
                    });
            }
        }

        requests.AddRange(contents.OAuthRequests());
        return requests;
    }

    public async Task<Outcome> SendAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(new HttpMethod(Method), Path) { Content = Body() };
        Add("Authorization", Authorization);
        Add("Cookie", Cookies);
        Add("Accept", Reader == Reader.Person ? "text/html,application/xhtml+xml,*/*;q=0.8" : "*/*");
        Add("Origin", http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        // A stream that is open has no end.
        var body = answer.Content.Headers.ContentType?.MediaType == "text/event-stream"
            ? ""
            : await answer.Content.ReadAsStringAsync();
        return new Outcome(
            this, (int)answer.StatusCode, body, answer.Content.Headers.ContentType?.ToString(), answer.Headers.RetryAfter?.Delta);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    private static Reader ReaderOf(string pattern, TokenRequirement? requirement) =>
        pattern == "/userinfo" ? Reader.OAuth : requirement is null ? Reader.Person : Reader.Api;
}

/// <summary>How a request was answered.</summary>
internal sealed partial record Outcome(EveryRequest Request, int Status, string Body, string? ContentType, TimeSpan? RetryAfter)
{
    public bool IsRefused => Status is 503 or 507;

    /// <summary>What is wrong with a refusal; <see langword="null"/> when nothing is.</summary>
    public string? FindFaultOrNull() => this switch
    {
        { Status: 503, RetryAfter: null } => "503 without Retry-After",
        { Body: var body } when Leaks().IsMatch(body) => $"tells of its inside: {body}",
        { Request.Method: "HEAD" } => null,
        { Request.Reader: Reader.OAuth } when !OAuthError().IsMatch(Body) || !IsJson =>
            $"is no error of OAuth: {ContentType} {Body}",
        { Request.Reader: Reader.Api } when !ApiError().IsMatch(Body) || !IsJson =>
            $"is no error of the API: {ContentType} {Body}",
        { Request.Reader: Reader.Person } when ContentType != "text/html; charset=utf-8"
        || !Body.Contains("</html>", StringComparison.Ordinal) =>
            $"is no page: {ContentType} {Body}",
        _ => null,
    };

    public override string ToString() => $"{Request.Name}: {Status}";

    private bool IsJson => ContentType == "application/json; charset=utf-8";

    [GeneratedRegex("""^\{"error":"(temporarily_unavailable|server_error)","error_description":"[^"]+"\}$""")]
    private static partial Regex OAuthError();

    [GeneratedRegex("""^"[^"]+"$""")]
    private static partial Regex ApiError();

    [GeneratedRegex("Exception|Npgsql|SQLite|postgres|/tmp/|   at ", RegexOptions.IgnoreCase)]
    private static partial Regex Leaks();
}
