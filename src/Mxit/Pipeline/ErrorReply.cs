using System.Net;

namespace Mxit.Internal;

/// <summary>An answer that is an error: what all exceptions made of one have in common.</summary>
internal sealed record ErrorReply(HttpResponseMessage Response, ErrorBody Body, TimeSpan? RetryAfter)
{
    public HttpStatusCode StatusCode => Response.StatusCode;

    public string? RequestId { get; } = ReplyHeaders.RequestId(Response);

    /// <summary>What went wrong, for a person.</summary>
    public string Message =>
        $"The server answered {(int)StatusCode}" +
        (Body.Error is null ? "" : $" ({Body.Error})") +
        (Body.Description is null ? "." : $": {Body.Description}") +
        (RequestId is null ? "" : $" [request {RequestId}]");
}
