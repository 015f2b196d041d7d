using System.Net;
using System.Text.RegularExpressions;

namespace Mxit.EndToEnd.Tests.Pages;

/// <summary>Asks for pages and posts forms by hand, with cookies, to send what no browser would.</summary>
internal sealed partial class Visitor(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = address,
    };

    public static async Task<Visitor> SignInAsync(Server server, string login)
    {
        var visitor = new Visitor(server.Inner.Address);
        var fields = Hidden((await visitor.GetAsync("/sign-in")).Body);
        fields["username"] = login;
        fields["password"] = $"{login}-password";
        Assert.Equal(303, (await visitor.PostAsync("/sign-in", fields)).Status);
        return visitor;
    }

    public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<Answer> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields) =>
        PostAsync(path, new FormUrlEncodedContent(fields));

    public Task<Answer> PostAsync(string path, HttpContent? content) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = content });

    /// <summary>The hidden fields of the form for an answer, with a text.</summary>
    public async Task<Dictionary<string, string>> FillAsync(string peer, string text)
    {
        var page = await GetAsync($"/messages/{peer}");
        Assert.Equal(200, page.Status);
        var fields = Hidden(page.Body[page.Body.IndexOf("class=\"answer\"", StringComparison.Ordinal)..]);
        fields["text"] = text;
        return fields;
    }

    /// <summary>The proof of the forms of a page, with other fields.</summary>
    public async Task<Dictionary<string, string>> ProveAsync(string path, params (string Name, string Value)[] fields)
    {
        var page = await GetAsync(path);
        Assert.Equal(200, page.Status);
        var proof = HiddenField().Matches(page.Body).First(match => match.Groups[1].Value == "__RequestVerificationToken");
        return new Dictionary<string, string>(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)))
        {
            ["__RequestVerificationToken"] = WebUtility.HtmlDecode(proof.Groups[2].Value),
        };
    }

    public void Dispose() => _http.Dispose();

    private static Dictionary<string, string> Hidden(string html) => HiddenField().Matches(html).ToDictionary(
        match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value));

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        using (var answer = await _http.SendAsync(request))
        {
            return new Answer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer);
        }
    }

    [GeneratedRegex("""<input type="hidden" name="([^"]*)" value="([^"]*)"[^>]*>""")]
    private static partial Regex HiddenField();
}
