using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mxit.Platform.Tests.Kit;

/// <summary>Sends requests as they stand in the wire document, and reads forms as old programs did.</summary>
public sealed partial class Browser(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = address,
    };

    /// <summary>
    /// The cookies, by name. Sent whatever they say of themselves, so that those for https only are sent to a server that
    /// believes to be behind a proxy.
    /// </summary>
    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>Sent with every request.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    public async Task<Answer> GetAsync(string path, string? bearer = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(request, bearer is null ? null : $"Bearer {bearer}", headers);
    }

    public async Task<Answer> PostAsync(
        string path,
        string body,
        string? authorization = null,
        string? contentType = "application/x-www-form-urlencoded",
        params (string Name, string Value)[] headers)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (contentType is not null)
        {
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        return await SendAsync(request, authorization, headers);
    }

    /// <summary>
    /// Submits a form of a page, the first one unless told otherwise, with one of its submit controls, the first one unless told
    /// otherwise.
    /// </summary>
    public Task<Answer> SubmitAsync(
        Answer page, string? username = null, string? password = null, string? submit = null, string? action = null, int nth = 0)
    {
        var form = Form().Matches(page.Body)
            .Where(match => action is null || Attribute(match.Value, "action") == action).ElementAtOrDefault(nth);
        Assert.True(form is { Success: true }, page.Body);
        var fields = new List<KeyValuePair<string, string>>();
        var submitted = false;
        foreach (var control in Control().Matches(form.Value).Select(match => match.Value))
        {
            var (type, name, value) = (Attribute(control, "type"), Attribute(control, "name"), Attribute(control, "value"));
            if (type == "submit")
            {
                if (!submitted && (submit is null || submit == name))
                {
                    fields.Add(new(name, value));
                    submitted = true;
                }
            }
            else if (name.Length > 0)
            {
                fields.Add(new(name, name == "username" ? username ?? value : name == "password" ? password ?? value : value));
            }
        }

        return PostAsync(Attribute(form.Value, "action"), Encode(fields));
    }

    public void Dispose() => _http.Dispose();

    public static string Encode(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"));

    private static string Attribute(string tag, string name) =>
        WebUtility.HtmlDecode(Regex.Match(tag, $"\\s{name}=\"([^\"]*)\"").Groups[1].Value);

    private async Task<Answer> SendAsync(HttpRequestMessage request, string? authorization, (string Name, string Value)[] headers)
    {
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        foreach (var (name, value) in headers.Concat(Headers.Select(header => (header.Key, header.Value))))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (Cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation(
                "Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        KeepCookies(response);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answer(
            (int)response.StatusCode,
            body,
            response.Headers.Concat(response.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }

    private void KeepCookies(HttpResponseMessage response)
    {
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var (name, value) = (cookie[..cookie.IndexOf('=', StringComparison.Ordinal)], cookie.Split(';')[0]);
            if (value.Length == name.Length + 1)
            {
                Cookies.Remove(name);
            }
            else
            {
                Cookies[name] = value[(name.Length + 1)..];
            }
        }
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Control();
}

/// <summary>An answer, read whole.</summary>
public sealed record Answer(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Location => Headers["Location"];

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The value of the first hidden field of that name.</summary>
    public string Field(string name) => WebUtility.HtmlDecode(
        Regex.Match(Body, $"<input type=\"hidden\" name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value);

    public string Text(string member) => Json.GetProperty(member).GetString()!;

    /// <summary>A parameter of the address that the answer leads to.</summary>
    public string? Parameter(string name) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(Location).Query).TryGetValue(name, out var value)
            ? value.ToString()
            : null;
}
