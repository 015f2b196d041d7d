using System.Text;
using Microsoft.AspNetCore.Http;

namespace Mxit.Server.Development;

/// <summary>What was sent and what came back: texts, tokens and secrets are among it. Thread-safe.</summary>
internal sealed class RequestContents
{
    private readonly CapturedBody _request = new();
    private readonly CapturedBody _response = new();
    private readonly string? _requestType;
    private readonly HttpResponse _httpResponse;
    private string? _responseType;

    private RequestContents(HttpContext context)
    {
        (Query, _requestType, _httpResponse) = (
            context.Request.QueryString.Value ?? "", context.Request.ContentType, context.Response);
        RequestHeaders = context.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        context.Request.Body = new CapturingStream(context.Request.Body, _request);
        context.Response.Body = new CapturingStream(context.Response.Body, _response);
    }

    /// <summary>The query, with its question mark; empty without one.</summary>
    public string Query { get; }

    /// <summary>The headers of the request.</summary>
    public IReadOnlyDictionary<string, string> RequestHeaders { get; }

    /// <summary>The body of the request, as far as it was read.</summary>
    public string RequestBody => Describe(_request, _requestType);

    /// <summary>The body of the response, as far as it was sent.</summary>
    public string ResponseBody => Describe(_response, _responseType);

    /// <summary>Begins to capture a request.</summary>
    public static RequestContents Capture(HttpContext context)
    {
        var contents = new RequestContents(context);
        context.Response.OnStarting(() =>
        {
            contents._responseType = contents._httpResponse.ContentType;
            return Task.CompletedTask;
        });
        return contents;
    }

    private static string Describe(CapturedBody body, string? type)
    {
        var (bytes, total) = body.Read();
        if (total > 0 && !IsText(type))
        {
            return $"({total} bytes of {type})";
        }

        var text = Encoding.UTF8.GetString(bytes);
        return total > bytes.Length ? $"{text}... ({total} bytes)" : text;
    }

    private static bool IsText(string? type) => type is null
        || type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
        || type.Contains("json", StringComparison.OrdinalIgnoreCase)
        || type.Contains("xml", StringComparison.OrdinalIgnoreCase)
        || type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
}
