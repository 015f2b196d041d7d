using System.Net.Http.Headers;
using System.Text;
using Mxit.EndToEnd.Tests.Compatibility;
using Mxit.EndToEnd.Tests.Http;
using Mxit.EndToEnd.Tests.Pages;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests.Storage;

/// <summary>
/// What requests to the endpoints hold, and what they are about. An endpoint that takes a body and is not in the list fails the
/// tests, so that none is forgotten.
/// </summary>
internal sealed class RequestContents
{
    private const string Bob = "m10000000002";

    /// <summary>What OpenIddict answers by itself.</summary>
    public static readonly string[] OAuthPaths =
    [
        "/token", "/revoke", "/introspect",
        "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/.well-known/jwks",
    ];

    private readonly Dictionary<string, (string? Path, Func<HttpContent?> Body)> _known = new(StringComparer.Ordinal);
    private string _refreshToken = "";
    private string _tokenToEnd = "";

    private RequestContents()
    {
    }

    public static async Task<RequestContents> PrepareAsync(Server server, Places places, Visitor page)
    {
        var contents = new RequestContents();
        using var client = server.CreateClient();
        contents._refreshToken = (await client.SignInAsync(Places.Owner)).Token.RefreshToken!;
        contents._tokenToEnd = (await client.SignInAsync(Places.Owner)).Token.AccessToken;
        var file = (await UploadAsync("/user/media/file/Default?fileName=a.png", places.Token)).Body.Trim('"');
        var going = (await UploadAsync("/user/media/file/Default?fileName=b.png", places.Token)).Body.Trim('"');
        var offers = new List<string>();
        for (var n = 0; n < 3; n++)
        {
            var path = $"/user/media/file/send?fileName={n}.png&userId={Places.OwnerId}";
            offers.Add((await UploadAsync(path, places.AppToken)).Header(MxitHeaders.MessageId)!);
            await WaitFor.ConditionAsync(
                async () => (await server.GetAsync($"/messenger/offers/{offers[^1]}", places.Token)).Status == 200);
        }

        foreach (var folder in (string[])["Renamed", "Deleted", "Changed"])
        {
            Assert.Equal(200, (await server.PostAsync($"/user/media/{folder}", places.Token, "")).Status);
        }

        contents.Fill(file, going, offers, await page.ProveAsync("/profile"));
        return contents;

        async Task<Answer> UploadAsync(string path, string token)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Picture() };
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            var answer = await server.SendAsync(request);
            Assert.True(answer.Status == 200, answer.Body);
            return answer;
        }
    }

    /// <summary>The path of a request, when it is not just any.</summary>
    public string PathOf(string name, string otherwise) => _known.GetValueOrDefault(name).Path ?? otherwise;

    public Func<HttpContent?> BodyOf(string name)
    {
        if (_known.TryGetValue(name, out var known))
        {
            return known.Body;
        }

        Assert.True(
            name.StartsWith("GET ", StringComparison.Ordinal) || name.StartsWith("HEAD ", StringComparison.Ordinal),
            $"{name} is a new endpoint: say here what a request to it holds.");
        return () => null;
    }

    /// <summary>Those that OpenIddict answers by itself.</summary>
    public IEnumerable<EveryRequest> OAuthRequests()
    {
        var basic = "Basic " + Convert.ToBase64String(
            Encoding.UTF8.GetBytes($"{TestApp.Demo.ClientId}:{TestApp.Demo.ClientSecret}"));
        foreach (var (what, path, form) in new[]
        {
            ("of the app", "/token", "grant_type=client_credentials&scope=message/send"),
            ("by password", "/token",
                $"grant_type=password&username={Places.Owner}&password={Places.Owner}-password&scope=messenger"),
            ("renewed", "/token", $"grant_type=refresh_token&refresh_token={_refreshToken}"),
            ("looked at", "/introspect", $"token={_refreshToken}"),
            ("ended", "/revoke", $"token={_tokenToEnd}"),
        })
        {
            yield return new EveryRequest("POST", path, Reader.OAuth)
            {
                Name = $"POST {path} {what}",
                Authorization = basic,
                Body = () => new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"),
            };
        }

        foreach (var path in OAuthPaths.Where(path => path.StartsWith("/.well-known/", StringComparison.Ordinal)))
        {
            yield return new EveryRequest("GET", path, Reader.OAuth) { Name = $"GET {path}" };
        }
    }

    private static ByteArrayContent Picture()
    {
        var content = new ByteArrayContent(Pictures.Png);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return content;
    }

    private void Fill(string file, string going, List<string> offers, Dictionary<string, string> proof)
    {
        const string Consent =
            "?response_type=code&redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fcallback&scope=messenger&state=s&client_id=";
        var authorize = $"/authorize{Consent}{TestApp.Demo.ClientId}";
        Read("/authorize", authorize);
        Form("/authorize", authorize, ("allow", "Allow"));
        foreach (var pattern in (string[])["/messenger/offers/{offerId}", "/messenger/offers/{offerId}/thumbnail"])
        {
            Read(pattern, pattern.Replace("{offerId}", offers[0], StringComparison.Ordinal));
        }

        foreach (var pattern in (string[])
            ["/messenger/media/{fileId}/content", "/messenger/media/{fileId}/thumbnail", "/user/media/content/{fileId}",
                "/gallery/file/{fileId}"])
        {
            Read(pattern, pattern.Replace("{fileId}", file, StringComparison.Ordinal));
        }

        Json("POST /message/send", null, $$"""{"To":"{{Bob}}","Body":"x"}""");
        Json("POST /messenger/messages", null, $$"""{"to":"{{Bob}}","body":"x"}""");
        Json("POST /messenger/messages/delivered", null, """{"upTo":1}""");
        Json("POST /messenger/messages/read", null, """{"upTo":1}""");
        Json("POST /user/recommend", null,
            $$"""{"Application":"demo","CallbackUrl":"https://example.org/","ToUserId":"{{Bob}}"}""");
        Json("PUT /user/profile", null, """{"AboutMe":"x"}""");
        Json("PUT /messenger/profile", null, """{"AboutMe":"y"}""");
        Json("PUT /user/statusmessage", null, "\"x\"");
        Json("PUT /messenger/state", null, """{"mood":1}""");
        Json("PUT /messenger/contacts/{id}/group", null, "\"Friends\"");
        Json("PUT /user/media/{folder}", "/user/media/Renamed", "\"Renamed too\"");
        Json("PUT /user/media/file/{fileId}", $"/user/media/file/{file}", "\"z.png\"");
        Empty("POST /user/media/{folder}", "/user/media/Made");
        Empty("DELETE /user/media/{folder}", "/user/media/Deleted");
        Empty("DELETE /user/media/file/{fileId}", $"/user/media/file/{going}");
        Empty("PUT /user/socialgraph/contact/{contact}", "/user/socialgraph/contact/dave");
        Empty("PUT /messenger/contacts/{id}", "/messenger/contacts/dave");
        foreach (var what in (string[])["PUT ", "DELETE ", "POST accept", "POST reject", "POST block", "POST unblock"])
        {
            var (method, action) = (what.Split(' ')[0], what.Split(' ')[1]);
            var slash = action.Length > 0 ? "/" : "";
            _known.TryAdd(
                $"{method} /messenger/contacts/{{id}}{slash}{action}", ($"/messenger/contacts/{Bob}{slash}{action}", () => null));
        }

        Empty("POST /messenger/offers/{offerId}/accept", $"/messenger/offers/{offers[0]}/accept");
        Empty("POST /messenger/offers/{offerId}/decline", $"/messenger/offers/{offers[1]}/decline");
        Empty("POST /user/media/file/send/{fileId}", $"/user/media/file/send/{file}?userId={Bob}");
        Upload("POST /user/media/file/send", $"/user/media/file/send?fileName=x.png&userId={Bob}");
        Upload("POST /user/media/file/{folder}", "/user/media/file/Default?fileName=x.png");
        foreach (var picture in (string[])["avatar", "cover"])
        {
            Upload($"POST /user/{picture}", null);
            Empty($"DELETE /user/{picture}", null);
        }

        _known["POST /userinfo"] = (null, () => null);
        Form("/sign-in", null, ("username", Places.Owner), ("password", "not the password"));
        Form("/messages/{peer}", $"/messages/{Bob}", ("text", "x"), ("key", Guid.NewGuid().ToString("N")));
        Form("/messages/{peer}/offers/{offerId}", $"/messages/demo/offers/{offers[2]}", ("do", "decline"));
        Files("/messages/{peer}/files", $"/messages/{Bob}/files");
        Files("/gallery/{folder}/files", "/gallery/Default/files");
        Form("/gallery", null, ("name", "From a form"));
        Form("/gallery/{folder}", "/gallery/Changed", ("do", "rename"), ("name", "Changed too"));
        Form("/gallery/file/{fileId}", $"/gallery/file/{file}", ("do", "rename"), ("name", "y.png"));
        Form("/contacts", null, ("contact", "alice"));
        Form("/people/{id}", $"/people/{Bob}", ("do", "block"));
        Form("/profile", null, ("displayName", "Carol"));
        foreach (var picture in (string[])["picture", "cover"])
        {
            Form($"/profile/{picture}", null, ("remove", "x"));
        }

        // What would end the session that the others need stays without an effect.
        Form("/account/password", null, ("current", "not the password"), ("new", "a new password, long"),
            ("again", "a new password, long"));
        Form("/account/sessions/end", null, ("session", Guid.NewGuid().ToString()));
        Form("/account/apps/withdraw", null, ("app", "nobody"));
        _known["POST /account/sign-out-everywhere"] = (null, () => new FormUrlEncodedContent([]));
        _known["POST /sign-out"] = (null, () => new FormUrlEncodedContent([]));

        void Read(string pattern, string path)
        {
            _known[$"GET {pattern}"] = (path, () => null);
            _known[$"HEAD {pattern}"] = (path, () => null);
        }

        void Json(string name, string? path, string json) =>
            _known[name] = (path, () => new StringContent(json, Encoding.UTF8, "application/json"));

        void Empty(string name, string? path) => _known[name] = (path, () => null);

        void Upload(string name, string? path) => _known[name] = (path, Picture);

        void Form(string pattern, string? path, params (string Name, string Value)[] fields) =>
            _known[$"POST {pattern}"] = (path, () => new FormUrlEncodedContent(
                [.. proof, .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]));

        void Files(string pattern, string path) =>
            _known[$"POST {pattern}"] = (path, () => Visitor.FilesForm(proof, ("x.png", "image/png", Pictures.Png)));
    }
}
