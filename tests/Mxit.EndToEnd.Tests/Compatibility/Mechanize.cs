using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Hosts = Mxit.Platform.HistoricHosts;

namespace Mxit.EndToEnd.Tests.Compatibility;

/// <summary>
/// Drives the authorize page as python-mxit's own tests did with mechanize: obeys <c>robots.txt</c>, keeps cookies, fills in the
/// first form, presses its first submit control. It knows nothing of this server's page.
/// </summary>
internal sealed class Mechanize(HistoricServer server)
{
    private readonly CookieContainer _cookies = new();

    /// <summary>The answer to the form, wherever it leads.</summary>
    public async Task<RawAnswer> AllowAsync(string authorize, string login, string password, int submit = 0)
    {
        await ObeyRobotsAsync();
        var page = await OpenAsync(authorize);
        Assert.Equal(200, page.Status);
        Assert.StartsWith("text/html", page.Header("Content-Type"), StringComparison.Ordinal);
        return await SubmitAsync(FirstForm(page), login, password, submit);
    }

    public Task<RawAnswer> OpenAsync(string target) => SendAsync("GET", target, "");

    public static IHtmlFormElement FirstForm(RawAnswer page) => new HtmlParser().ParseDocument(page.Body).Forms[0];

    public Task<RawAnswer> SubmitAsync(IHtmlFormElement form, string? login, string? password, int submit = 0)
    {
        var fields = new List<string>();
        var submits = 0;
        foreach (var input in form.Elements.OfType<IHtmlInputElement>())
        {
            var value = input.Name switch { "username" => login, "password" => password, _ => null } ?? input.Value;
            var isOther = input.Type is "submit" && submits++ != submit;
            if (!isOther && !string.IsNullOrEmpty(input.Name))
            {
                fields.Add($"{WebUtility.UrlEncode(input.Name)}={WebUtility.UrlEncode(value)}");
            }
        }

        // Last come first: the order of fields is the program's own affair.
        fields.Reverse();
        return SendAsync(form.Method.ToUpperInvariant(), form.GetAttribute("action")!, string.Join('&', fields));
    }

    private async Task ObeyRobotsAsync()
    {
        var robots = await OpenAsync("/robots.txt");
        Assert.True(robots.Status is 200 or 404);
        Assert.DoesNotMatch("(?im)^Disallow:\\s*\\S", robots.Body);
    }

    private async Task<RawAnswer> SendAsync(string method, string target, string body)
    {
        var address = new Uri($"https://{Hosts.Auth}/");
        var cookies = _cookies.GetCookieHeader(address);
        var answer = await server.TlsAsync(
            Hosts.Auth,
            $"""
            {method} {target} HTTP/1.1
            Accept-Encoding: identity
            Host: {Hosts.Auth}{(cookies.Length > 0 ? $"\nCookie: {cookies}" : "")}
            Connection: close{(body.Length > 0 ? "\nContent-Length: *\nContent-Type: application/x-www-form-urlencoded" : "")}
            User-Agent: Python-urllib/2.7
            """,
            Encoding.UTF8.GetBytes(body));
        foreach (var cookie in answer.All("Set-Cookie"))
        {
            _cookies.SetCookies(address, cookie);
        }

        return answer;
    }
}
