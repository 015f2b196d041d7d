using System.Text;

namespace Mxit.EndToEnd.Tests.Http;

/// <summary>Ways to spoil a request, chosen by a random number: the same seed spoils in the same way.</summary>
internal sealed class Spoiler(Random random)
{
    private static readonly string[] Hosts =
    [
        "", " ", "x:99999", "x:0", "x:-1", "x:", "x:y", "x:65536", "x:00080", "x:4294967376", "[::1", "[::1]:99999", "[::1]:",
        "[v1.x]", "[]", "a b",
        "a..b", ".", "-", "_", "*", "a/b", "a\\b", "user@a", "%41", "%00", "x,y", "\u00e9", "xn--", "xn--a", "xn--\u00e9",
        "127.0.0.1:5080:80", "1.2.3",
        "999.999.999.999", "0x7f.1", new string('a', 300), new string('a', 8_000), "a\u007f", "x?y", "x#y", "auth.mxit.com:99999",
        "localhost.", "a.-b", "a\tb",
    ];

    private static readonly string[] Texts =
    [
        "", "%00", "a%00b", "%", "%zz", "%ff", "%ed%a0%80", "%c0%80", "%0d%0aX-Y:%20z", "%F0%9F%98%80", "%e2%80%ae", "%2e%2e",
        "%2F", "%5C", "..%2F..", "'", "\"", "<b>",
        "-1", "0", "00", "1e9", "9223372036854775808", "99999999999999999999999999", "true", "null", "[]", "{}", "+", "%2B", "*",
        ";", "m1", "m10000000002",
        "00000000-0000-0000-0000-000000000000", "%C3%A9", "/%C3%A9", "\u00ff", "~", "\\", "|", "%EF%BB%BF", "%u0041", "%EF%BF%BF",
        "{0}",
    ];

    private static readonly string[] Names =
    [
        "after", "before", "limit", "peer", "skip", "count", "size", "fileName", "userId", "UserId", "mimeType", "preventShare",
        "autoOpen", "keepPosition", "direction",
        "filter", "search", "schema", "returnUrl", "v", "saved", "folder", "client_id", "redirect_uri", "response_type", "scope",
        "state", "prompt", "nonce", "max_age",
        "id_token_hint", "code_challenge", "code_challenge_method", "request", "request_uri", "response_mode", "claims",
        "ui_locales", "", "a", "%00", "%zz", "access_token",
    ];

    private static readonly string[] HeaderNames =
    [
        "Accept", "Accept-Language", "Accept-Encoding", "Authorization", "Cookie", "Content-Type", "Content-Encoding",
        "Content-Length", "Content-Disposition",
        "Content-Digest", "Repr-Digest", "Content-Range", "Expect", "Range", "If-Range", "If-Match", "If-None-Match",
        "If-Modified-Since", "If-Unmodified-Since",
        "Idempotency-Key", "Last-Event-ID", "Origin", "Referer", "Sec-Fetch-Site", "traceparent", "tracestate", "baggage",
        "X-HTTP-Method-Override", "Upgrade",
        "HTTP2-Settings", "Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Via", "Forwarded", "X-Forwarded-For",
        "X-Forwarded-Proto", "X-Forwarded-Host",
        "User-Agent", "Cache-Control", "Prefer", "Date", "Max-Forwards", "Proxy-Authorization", "DPoP", "X-Request-Id", "Host",
        "Sec-WebSocket-Key", "From",
    ];

    private static readonly string[] HeaderValues =
    [
        "application/x-www-form-urlencodedx", "application/x-www-form-urlencoded, a", "multipart/form-data, a",
        "application/x-www-form-urlencoded;;", "", " ", ",", ";", "=", "*", "a", "\"", "\"\"", "\"x", "W/\"x\"", "W/", "\\", "-1",
        "0", "1e3", "99999999999999999999", "0x10", "\u00e9", "\u00ff", "\u0000", "\u0001",
        "\u007f", "a\rb", "\t", "null", "none", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-3", "bytes=-0", "bytes=0-",
        "bytes=99999999999999999999-", "bytes=0-0,1-1",
        "lines=1-2", "Thu, 99 Foo 2099 99:99:99 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT",
        "Mon, 01 Jan 0001 00:00:00 +2359", "100-continue",
        "200-ok", "gzip", "br, gzip", "identity", "chunked", "gzip, chunked", "chunked, chunked", "close, keep-alive, upgrade",
        "h2c", "websocket", "Bearer", "Bearer ",
        "Bearer \u00e9", "Bearer a b", "Basic", "Basic !", "Basic Og==", "Basic JTAwOiUwMA==", "Basic JXp6OiV6eg==",
        "Basic /////w==", "Basic YQ==", "Negotiate x", "DPoP x",
        "text/html", "text/html;q=2", "text/;q", "multipart/form-data", "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"", "multipart/form-data; boundary=\"a b\"",
        "multipart/form-data; boundary=x", "multipart/mixed; boundary=x", "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-7",
        "application/x-www-form-urlencoded; charset=nonsense", "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=\"", "application/json; charset=utf-16",
        "application/json; charset=", "mxit=x; mxit", "__Host-mxit=CfDJ8", "mxit-form=CfDJ8; =; ;;", "00-0-0-0", "sha-256=:x:",
        "sha-256=", "sha-256=:4pTs:;x", "null, null", "http://[", "for=\"[",
    ];

    private static readonly string[] Words =
    [
        "To", "Body", "From", "Links", "Spool", "SpoolTimeOut", "ContainsMarkup", "to", "body", "upTo", "Application",
        "CallbackUrl", "ToUserId", "FromUserId", "Message", "AboutMe",
        "DisplayName", "Email", "FirstName", "DateOfBirth", "Gender", "MobileNumber", "RelationshipStatus", "WhereAmI", "mood",
        "availability", "folder", "group", "text", "key", "action",
        "name", "login", "username", "password", "returnUrl", "grant_type", "scope", "code", "token", "refresh_token",
        "client_id", "client_secret", "redirect_uri", "state", "code_verifier",
        "allow", "deny", "__RequestVerificationToken", "statusMessage", "file", "newName", "do", "do", "do", "to", "contact",
        "remove", "keepPosition", "preventShare", "displayName", "aboutMe", "dateOfBirth", "gender", "list", "received",
    ];

    private static readonly string[] Actions =
    [
        "rename", "delete", "offer", "picture", "accept", "decline", "invite", "reject", "block", "unblock", "move",
        "m10000000001", "alice", "demo", "yes", "0123456789abcdef0123456789abcdef", "Default", "1993-04-27",
    ];

    private static readonly string[] JsonValues =
    [
        "null", "true", "[]", "{}", "[null]", "1e999", "-1", "99999999999999999999", "\"\"", "\"\\u0000\"", "\"\\ud800\"",
        "\"\\udc00\\ud800\"", "\"m10000000001\"", "\"/Date(99999999999999999)/\"",
        "\"/Date(0+9999)/\"", "[[[[{}]]]]", "\"\u202e\"", "{\"\\u0000\":1}", "\"a\\u0000b\"", "\"m10000000001,\\u0000\"",
        "\"http://[\"",
    ];

    /// <summary>Spoils a request once or twice, and says how.</summary>
    public string Spoil(RawRequest request)
    {
        var first = SpoilOnce(request);
        return random.Next(3) == 0 ? $"{first}, {SpoilOnce(request)}" : first;
    }

    private string SpoilOnce(RawRequest request)
    {
        Action<RawRequest>[] ways =
        [
            SpoilHost, SpoilPath, SpoilPath, SpoilQuery, SpoilQuery, SpoilTarget, SpoilLine, SpoilHeader, SpoilHeader,
            SpoilHeader, AddManyHeaders, SpoilLength, SpoilChunks, SpoilChunks,
            SendJson, SendJson, SendForm, SendForm, SendMultipart, SendBytes, SendDeepJson,
        ];
        var way = ways[random.Next(ways.Length)];
        way(request);
        return way.Method.Name;
    }

    private T One<T>(T[] values) => values[random.Next(values.Length)];

    // Half of the time one that means something, so that more than the reading of the form is tried.
    private string[] FormValues() => random.Next(2) == 0 ? Texts : Actions;

    private void SpoilHost(RawRequest request)
    {
        request.Set("Host", One(Hosts));
        if (random.Next(8) == 0)
        {
            request.Headers.Add($"Host: {One(Hosts)}");
        }

        if (random.Next(8) == 0)
        {
            request.Headers.RemoveAll(line => line.StartsWith("Host:", StringComparison.Ordinal));
        }
    }

    private void SpoilPath(RawRequest request)
    {
        var query = request.Target.IndexOf('?', StringComparison.Ordinal);
        var (path, rest) = query < 0 ? (request.Target, "") : (request.Target[..query], request.Target[query..]);
        var segments = path.Split('/');
        switch (random.Next(5))
        {
            case 0:
                segments[random.Next(segments.Length)] = One(Texts);
                break;
            case 1:
                segments[random.Next(segments.Length)] += One(Texts);
                break;
            case 2:
                segments[random.Next(segments.Length)] += "/" +
                One(["", "/", ".", "..", "./", "%2e%2e", "%2e", ";a=b", "%2F", "%5c", "\\"]);
                break;
            case 3:
                segments[^1] = segments[^1].ToUpperInvariant() + One(["", "/", "//", "%20", ".", " "]);
                break;
            default:
                segments = [One(["/", "//", "/.", "/..", "/%2f", "\\", "/\\"]), .. segments];
                break;
        }

        request.Target = string.Join('/', segments) + rest;
    }

    private void SpoilQuery(RawRequest request)
    {
        var query = new StringBuilder(request.Target).Append(request.Target.Contains('?', StringComparison.Ordinal) ? '&' : '?');
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            query.Append(One(Names)).Append(One(["=", "=", "=", "", "==", "[]="])).Append(One(Texts)).Append(
                One(["&", "&", "&&", ";", "?", "#"]));
        }

        request.Target = query.ToString();
    }

    private void SpoilTarget(RawRequest request) => request.Target = One<Func<string>>(
    [
        () => "*", () => $"http://x{request.Target}", () => $"http://{request.Target}",
        () => $"https://auth.mxit.com:99999{request.Target}", () => "x:80", () => "http://[" + request.Target,
        () => request.Target + "#a", () => request.Target + " b", () => request.Target + "\u00e9",
        () => request.Target + new string('a', 9_000), () => request.Target.TrimStart('/'), () => "",
        () => "http://x:99999" + request.Target, () => "ftp://x" + request.Target, () =>
            request.Target + "?" + new string('&', 3_000), () => request.Target + "?" + Repeat("a=b&", 1_500), () => "http://x",
        () => request.Target + "\u0000", () => request.Target + "\t",
    ])();

    private void SpoilLine(RawRequest request)
    {
        if (random.Next(2) == 0)
        {
            request.Method = One(
                ["get", "TRACE", "CONNECT", "OPTIONS", "PATCH", "HEAD", "PRI", "BREW", "", "GE T", "G\u00e9T", "PROPFIND", "POST",
                    "PUT", "DELETE", new string('A', 500)]);
        }
        else
        {
            request.Version = One(["HTTP/1.0", "HTTP/0.9", "HTTP/1", "HTTP", "", "http/1.1", "HTTP/1.1 x", "HTTP/11"]);
        }
    }

    private void SpoilHeader(RawRequest request)
    {
        var name = One(HeaderNames);
        var value = random.Next(12) == 0
            ? new string(One(["a", ",", "\"", "=", "\u00e9"])[0], One([5_000, 20_000, 40_000]))
            : One(HeaderValues);
        if (random.Next(4) == 0)
        {
            request.Headers.Add($"{name}: {value}");
        }
        else
        {
            request.Set(name, value);
        }

        if (random.Next(20) == 0)
        {
            request.Headers.Add(One(["nonsense", ": a", "a b: c", " a: b", "a\u0000: b", "\u00e9: a", "a :b", "a:b\rc: d"]));
        }
    }

    private void AddManyHeaders(RawRequest request)
    {
        for (var count = One([20, 95, 150, 2_000]); count > 0; count--)
        {
            request.Headers.Add(
                $"{One(["X-A", "Cookie", "Accept", "X-Forwarded-For", "If-None-Match"])}: " +
                $"{One(HeaderValues).Trim('\u0000', '\u0001', '\u007f')}");
        }
    }

    private void SpoilLength(RawRequest request)
    {
        request.HasLength = false;
        request.Set(
            "Content-Length", One(
                ["-1", "abc", "1e3", "+5", "0x5", "5", "0", "99999999999", "99999999999999999999", "5, 5", "5, 6", " ",
                    "\u00b2"]));
        if (random.Next(4) == 0)
        {
            request.Headers.Add("Content-Length: 7");
        }
    }

    private void SpoilChunks(RawRequest request)
    {
        request.HasLength = false;
        request.Set(
            "Transfer-Encoding", One(
                ["chunked", "chunked", "chunked", "chunked", "Chunked", "gzip, chunked", "identity", "chunked, identity",
                    "nonsense"]));
        if (request.Method is "GET" or "HEAD" or "DELETE" && random.Next(2) == 0)
        {
            request.Method = "POST";
        }

        request.SetText(One(
        [
            "FFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n", "FFFFFFFF\r\nabc", "7FFFFFFFFFFFFFFF\r\nabc", "80000000\r\nabc",
            "-1\r\nabc\r\n0\r\n\r\n", "zz\r\nabc\r\n0\r\n\r\n", "3\r\nabcdef\r\n0\r\n\r\n", "3\r\nabc\r\n",
            "3\r\nabc\r\n0\r\n", "3 ;a=b\r\nabc\r\n0\r\n\r\n", "3;" + new string('a', 20_000) + "\r\nabc\r\n0\r\n\r\n", "\r\n",
            "", "0\r\n\r\n", "00000000000000000000003\r\nabc\r\n0\r\n\r\n", "3\nabc\n0\n\n", "0x3\r\nabc\r\n0\r\n\r\n",
            "3\r\nabc\r\n0\r\nX: y\r\n" + Repeat("A: b\r\n", 300) + "\r\n", "3\r\nabc\r\n0\r\nContent-Length: 5\r\n\r\n",
            " 3\r\nabc\r\n0\r\n\r\n", "3\r\nabc0\r\n\r\n", "100000000\r\nabc", "3\r\n{}\u0000\r\n0\r\n\r\n",
        ]));
    }

    private void SendJson(RawRequest request)
    {
        Change(request, One(["application/json", "application/json; charset=utf-16", "application/x-www-form-urlencoded", ""]));
        request.SetText(random.Next(3) == 0
            ? One(JsonValues)
            : "{" + string.Join(',', Enumerable.Range(0, random.Next(0, 7)).Select(_ => $"\"{One(Words)}\":{One(JsonValues)}")) +
            One(["}", "}", "}", "", "}}", ",}"]));
    }

    private void SendDeepJson(RawRequest request)
    {
        Change(request, "application/json");
        request.SetText(One(
        [
            new string('[', 100_000), Repeat("{\"a\":", 20_000), new string('[', 5_000) + new string(']', 5_000), "{\"To\":" +
            new string('[', 3_000), "\"" + new string('a', 200_000) + "\"", "\"" + new string('\\', 9_999) + "\"",
            "{" + Repeat("\"a\":1,", 20_000) + "\"b\":2}", Repeat(" ", 50_000) + "{}", "[" + Repeat("1,", 50_000) + "1]",
        ]));
    }

    private void SendForm(RawRequest request)
    {
        Change(request, One(
        [
            "application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "",
            "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=nonsense",
            "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=iso-8859-1",
        ]));
        if (random.Next(6) == 0)
        {
            request.SetText(
                One([Repeat("a=b&", 3_000), Repeat("&", 9_000), "=&=&=", new string('a', 100_000),
                    "a=" + new string('b', 300_000), "%", "a=%", "grant_type=%00&grant_type=%00"]));
            return;
        }

        request.Body = Encoding.Latin1.GetBytes(
            $"__RequestVerificationToken={request.Proof}&" +
            string.Join('&', Enumerable.Range(0, random.Next(1, 7)).Select(_ => $"{One(Words)}={One(FormValues())}")));
        if (random.Next(4) == 0)
        {
            request.Body = [.. request.Body, 0xff, 0xfe, 0x00, 0xed, 0xa0, 0x80];
        }
    }

    private void SendMultipart(RawRequest request)
    {
        Change(request, One(
        [
            "multipart/form-data; boundary=x", "multipart/form-data; boundary=x", "multipart/form-data; boundary=x",
            "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
            "multipart/form-data; boundary=" + new string('x', 500), "multipart/form-data; boundary=\u00e9",
            "multipart/form-data; boundary=x; boundary=y", "multipart/mixed; boundary=x", "multipart/form-data; boundary=\"x",
        ]));
        var parts = new StringBuilder(
            $"--x\r\nContent-Disposition: form-data; " +
            $"name=\"__RequestVerificationToken\"\r\n\r\n{Uri.UnescapeDataString(request.Proof)}\r\n");
        for (var count = random.Next(0, 4); count > 0; count--)
        {
            parts.Append("--x\r\n").Append(One(
            [
                $"Content-Disposition: form-data; name=\"{One(Words)}\"\r\n\r\n",
                $"Content-Disposition: form-data; name={One(Words)}; filename={One(Texts)}\r\n\r\n", "\r\n",
                "Content-Disposition: form-data\r\n\r\n",
                "Content-Disposition: form-data; name=\"file\"; filename=\"a\u0000b\"\r\nContent-Type: \u00e9\r\n\r\n",
                "Content-Disposition: attachment; name=\"file\"; filename*=UTF-8''%zz%00\r\n\r\n", "nonsense\r\n\r\n",
                ": \r\n\r\n",
                Repeat("A: b\r\n", 50) + "\r\n", "A: " + new string('b', 20_000) + "\r\n\r\n",
                "Content-Disposition: form-data; name=\"file\"; filename=\"\"\r\nContent-Type: text/plain; " +
                "charset=nonsense\r\n\r\n",
                "Content-Disposition: form-data; name=\"__RequestVerificationToken\"\r\nContent-Transfer-Encoding: " +
                "base64\r\n\r\n", "Content-Disposition: form-data; name=\"a\"\n\n", "Content-Disposition",
            ])).Append(One(["\u0000", "m1\u0000", .. FormValues()])).Append(One(["\r\n", "\r\n", "\n", ""]));
        }

        request.Body = Encoding.Latin1.GetBytes(parts.Append(One(["--x--\r\n", "--x--", "--x", "", "--y--\r\n"])).ToString());
    }

    private void SendBytes(RawRequest request)
    {
        Change(request, One(HeaderValues));
        request.Set("Content-Encoding", One(["gzip", "br", "deflate", "nonsense", "identity", ""]));
        request.Body = new byte[random.Next(0, 300)];
        random.NextBytes(request.Body);
    }

    private void Change(RawRequest request, string contentType)
    {
        if (request.Method is "GET" or "HEAD" && random.Next(3) != 0)
        {
            request.Method = One(["POST", "PUT", "DELETE"]);
        }

        request.Set("Content-Type", contentType);
    }

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();
}
