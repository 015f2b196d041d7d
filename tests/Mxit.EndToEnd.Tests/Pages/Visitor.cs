using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Mxit.EndToEnd.Tests.Pages;

/// <summary>Asks for pages and posts forms by hand, with cookies, to send what no browser would.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;

    public Visitor(Uri address) =>
        _http = new HttpClient(new CookieHandler(_cookies)) { BaseAddress = address };

    /// <summary>What the visitor sends as cookies.</summary>
    public string Cookies => _cookies.GetCookieHeader(_http.BaseAddress!);

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
        var form = page.Body[page.Body.IndexOf("class=\"answer\"", StringComparison.Ordinal)..];
        var fields = Hidden(form[..form.IndexOf("</form>", StringComparison.Ordinal)]);
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

    /// <summary>The hidden fields of one form of a page.</summary>
    /// <param name="path">The page.</param>
    /// <param name="action">Where the form goes, as it stands in the page.</param>
    public async Task<Dictionary<string, string>> HiddenAsync(string path, string action)
    {
        var page = await GetAsync(path);
        Assert.Equal(200, page.Status);
        var form = page.Body[page.Body.IndexOf($"action=\"{action}\"", StringComparison.Ordinal)..];
        return Hidden(form[..form.IndexOf("</form>", StringComparison.Ordinal)]);
    }

    /// <summary>Brings files by the form of a folder, in the way of a browser.</summary>
    public async Task<Answer> UploadAsync(string folder, params (string Name, string Type, byte[] Bytes)[] files)
    {
        using var form = FilesForm(await HiddenAsync(folder, $"{folder}/files"), files);
        return await PostAsync($"{folder}/files", form);
    }

    /// <summary>Sends files by the form of a conversation.</summary>
    public async Task SendFilesAsync(string peer, params (string Name, string Type, byte[] Bytes)[] files)
    {
        using var form = FilesForm(await HiddenAsync($"/messages/{peer}", $"/messages/{peer}/files"), files);
        Assert.Equal(303, (await PostAsync($"/messages/{peer}/files", form)).Status);
    }

    /// <summary>
    /// A form with fields and then files, as browsers write it: names in UTF-8, with nothing but quotes escaped.
    /// </summary>
    public static MultipartFormDataContent FilesForm(
        IEnumerable<KeyValuePair<string, string>> fields, params (string Name, string Type, byte[] Bytes)[] files)
    {
        var form = new MultipartFormDataContent { HeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        foreach (var (name, type, bytes) in files)
        {
            var content = new ByteArrayContent(bytes);
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            content.Headers.TryAddWithoutValidation(
                "Content-Disposition",
                $"form-data; name=\"file\"; filename=\"{name.Replace("\"", "%22", StringComparison.Ordinal)}\"");
            form.Add(content);
        }

        return form;
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

    // The container of .NET keeps cookies that are for https only from a server that a proxy in front makes an https one.
    private sealed class CookieHandler(CookieContainer cookies)
        : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (cookies.GetCookieHeader(request.RequestUri!) is { Length: > 0 } header)
            {
                request.Headers.TryAddWithoutValidation("Cookie", header);
            }

            var answer = await base.SendAsync(request, cancellationToken);
            foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                cookies.SetCookies(request.RequestUri!, cookie.Replace("; secure", "", StringComparison.OrdinalIgnoreCase));
            }

            return answer;
        }
    }

    [GeneratedRegex("""<input type="hidden" name="([^"]*)" value="([^"]*)"[^>]*>""")]
    private static partial Regex HiddenField();
}
