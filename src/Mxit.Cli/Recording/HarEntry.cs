using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Mxit.Platform.Wire;

namespace Mxit.Cli.Recording;

/// <summary>One request with its response.</summary>
internal sealed record Exchange(
    HttpContext Context,
    DateTimeOffset StartedAt,
    TimeSpan UntilResponse,
    TimeSpan Whole,
    Capture RequestBody,
    Capture ResponseBody,
    bool IsBrokenOff);

/// <summary>Creates the masked entry of a HAR file for an exchange.</summary>
internal sealed class HarEntry(Mask mask)
{
    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly BodyMask _bodies = new(mask);

    public JsonObject Make(Exchange exchange)
    {
        // Secrets of the request are registered before anything is masked.
        var request = Request(exchange);
        var entry = new JsonObject
        {
            ["startedDateTime"] = exchange.StartedAt.ToString("O", CultureInfo.InvariantCulture),
            ["time"] = Milliseconds(exchange.Whole),
            ["request"] = request,
            ["response"] = Response(exchange),
            ["cache"] = new JsonObject(),
            ["timings"] = new JsonObject
            {
                ["send"] = 0,
                ["wait"] = Milliseconds(exchange.UntilResponse),
                ["receive"] = Milliseconds(exchange.Whole - exchange.UntilResponse),
            },
        };
        if (exchange.Context.Features.Get<Caller>() is { } caller)
        {
            // A replay requests a token of the same kind.
            entry["_token"] = new JsonObject { ["scope"] = string.Join(' ', caller.Scopes) };
            if (caller.UserId is { } userId)
            {
                entry["_token"]!["user"] = userId;
            }
        }

        if (exchange.IsBrokenOff)
        {
            entry["_brokenOff"] = true;
        }

        return entry;
    }

    /// <summary>A request that was malformed and refused.</summary>
    public static JsonObject MakeRefused(DateTimeOffset at, string reason) => new()
    {
        ["startedDateTime"] = at.ToString("O", CultureInfo.InvariantCulture),
        ["time"] = 0,
        ["request"] = new JsonObject
        {
            ["method"] = "",
            ["url"] = "",
            ["httpVersion"] = "",
            ["cookies"] = new JsonArray(),
            ["headers"] = new JsonArray(),
            ["queryString"] = new JsonArray(),
            ["headersSize"] = -1,
            ["bodySize"] = -1,
        },
        ["response"] = new JsonObject
        {
            ["status"] = StatusCodes.Status400BadRequest,
            ["statusText"] = ReasonPhrases.GetReasonPhrase(StatusCodes.Status400BadRequest),
            ["httpVersion"] = "HTTP/1.1",
            ["cookies"] = new JsonArray(),
            ["headers"] = new JsonArray(),
            ["content"] = new JsonObject { ["size"] = 0, ["mimeType"] = "" },
            ["redirectURL"] = "",
            ["headersSize"] = -1,
            ["bodySize"] = 0,
        },
        ["cache"] = new JsonObject(),
        ["timings"] = new JsonObject { ["send"] = 0, ["wait"] = 0, ["receive"] = 0 },
        ["comment"] = $"What came was refused before it was a request: {reason}",
    };

    private static double Milliseconds(TimeSpan time) => Math.Round(Math.Max(0, time.TotalMilliseconds), 3);

    private JsonObject Request(Exchange exchange)
    {
        var http = exchange.Context.Request;
        var headers = Headers(http.Headers);
        var raw = exchange.Context.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } target
            ? target
            : http.Path.ToUriComponent();
        var url = raw.StartsWith('/')
            ? $"{http.Scheme}://{http.Host.ToUriComponent()}{_bodies.Target(raw)}"
            : _bodies.Target(raw);
        var request = new JsonObject
        {
            ["method"] = http.Method,
            ["url"] = url,
            ["httpVersion"] = http.Protocol,
            ["cookies"] = new JsonArray([.. http.Cookies.Select(cookie => Pair(cookie.Key, mask.Label(cookie.Value)))]),
            ["headers"] = headers,
            ["queryString"] = Query(url),
            ["headersSize"] = -1,
            ["bodySize"] = exchange.RequestBody.Length > 0 ? exchange.RequestBody.Length : http.ContentLength ?? 0,
        };
        if (exchange.RequestBody.Length > 0)
        {
            var content = Content(exchange.RequestBody, http.ContentType, isRequest: true, isError: false);
            content.Remove("size");
            request["postData"] = content;
        }

        return request;
    }

    private JsonObject Response(Exchange exchange)
    {
        var http = exchange.Context.Response;
        return new JsonObject
        {
            ["status"] = http.StatusCode,
            ["statusText"] = ReasonPhrases.GetReasonPhrase(http.StatusCode),
            ["httpVersion"] = "HTTP/1.1",
            ["cookies"] = new JsonArray(),
            ["headers"] = Headers(http.Headers),
            ["content"] = Content(exchange.ResponseBody, http.ContentType, isRequest: false, isError: http.StatusCode >= 400),
            ["redirectURL"] = http.Headers.Location.ToString() is { Length: > 0 } location ? _bodies.Target(location) : "",
            ["headersSize"] = -1,
            ["bodySize"] = exchange.ResponseBody.Length,
        };
    }

    private JsonArray Headers(IHeaderDictionary headers)
    {
        var masked = new JsonArray();
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                masked.Add((JsonNode)Pair(name, Header(name, value ?? "")));
            }
        }

        return masked;
    }

    private string Header(string name, string value)
    {
        if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Proxy-Authorization", StringComparison.OrdinalIgnoreCase))
        {
            return Authorization(value);
        }

        if (name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
        {
            return string.Join(
                "; ", value.Split("; ").Select(
                    (part, index) => Cookie(part, isFirst: index == 0 || name.Length == "Cookie".Length)));
        }

        if (name.Equals("Location", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Referer", StringComparison.OrdinalIgnoreCase))
        {
            return _bodies.Target(value);
        }

        return mask.Apply(Sensitivities.OfHeader(name), value);
    }

    // The scheme is kept. The secret of Basic credentials is registered.
    private string Authorization(string value)
    {
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
        {
            return mask.Label(value);
        }

        var credentials = value[(space + 1)..].Trim();
        if (value.StartsWith("basic ", StringComparison.OrdinalIgnoreCase))
        {
            var bytes = new byte[credentials.Length];
            if (Convert.TryFromBase64String(credentials, bytes, out var length)
                && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [_, var secret])
            {
                _ = mask.Label(WebUtility.UrlDecode(secret));
            }
        }

        return $"{value[..space]} {mask.Label(credentials)}";
    }

    private string Cookie(string part, bool isFirst)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        return isFirst && equals >= 0 ? $"{part[..equals]}={mask.Label(part[(equals + 1)..])}" : part;
    }

    private JsonObject Content(Capture body, string? contentType, bool isRequest, bool isError)
    {
        var content = new JsonObject { ["size"] = body.Length, ["mimeType"] = contentType ?? "" };
        if (body.Length == 0)
        {
            return content;
        }

        if (!body.IsWhole)
        {
            content["comment"] = $"left out: longer than the {body.Bytes.Length} bytes that are kept";
            return content;
        }

        var isUtf8 = System.Text.Unicode.Utf8.IsValid(body.Bytes) && !body.Bytes.Contains((byte)0);
        var kind = isUtf8 ? MediaKinds.Of(contentType, body.Bytes, isRequest) : MediaKind.Binary;
        if (!mask.KeepsTexts && kind is MediaKind.Binary or MediaKind.Page)
        {
            content["comment"] = "left out: files, pictures and pages are kept with --record-texts only";
            return content;
        }

        if (kind == MediaKind.Binary)
        {
            content["text"] = Convert.ToBase64String(body.Bytes);
            content["encoding"] = "base64";
            return content;
        }

        content["text"] = kind switch
        {
            MediaKind.Json when _bodies.JsonOrNull(body.Bytes, isError) is { } json => json,
            MediaKind.Form => _bodies.Pairs(Encoding.UTF8.GetString(body.Bytes)),
            _ => _bodies.Text(Encoding.UTF8.GetString(body.Bytes)),
        };
        return content;
    }

    private static JsonObject Pair(string name, string value) => new() { ["name"] = name, ["value"] = value };

    private static JsonArray Query(string url)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        return query < 0
            ? []
            : new JsonArray(
                [.. url[(query + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
                    .Select(pair =>
                        Pair(WebUtility.UrlDecode(pair[0]), WebUtility.UrlDecode(pair.ElementAtOrDefault(1) ?? "")))]);
    }
}
