using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Http;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>
/// Writes OpenIddict's responses in the form of the wire document, sections 1.3, 1.5 and 2.3: one line of JSON with the media
/// type of the API, both members in every error, no link to OpenIddict's pages.
/// </summary>
internal sealed class JsonReplyHandler<TContext> : IOpenIddictServerHandler<TContext>
    where TContext : BaseRequestContext
{
    // After OpenIddict has set status and caching, before it would write the body itself.
    public const int Order = 499_000;

    public async ValueTask HandleAsync(TContext context)
    {
        if (context.Transaction.GetHttpRequest()?.HttpContext.Response is not { } http
            || context.Transaction.Response is not { } reply)
        {
            return;
        }

        reply.ErrorUri = null;
        if (!string.IsNullOrEmpty(reply.Error))
        {
            reply.ErrorDescription ??= reply.Error;
            if (reply.Error == Errors.InvalidClient)
            {
                http.Headers.WWWAuthenticate = """Basic realm="mxit" """.TrimEnd();
            }
            else if (reply.Error == Errors.TemporarilyUnavailable)
            {
                // Throttled, see AppThrottleHandler. No status of OAuth says so.
                http.StatusCode = StatusCodes.Status429TooManyRequests;
            }
        }

        using var stream = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(
            stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            reply.WriteTo(writer);
        }

        if (context.EndpointType == OpenIddictServerEndpointType.Introspection)
        {
            http.Headers.CacheControl = "no-store";
        }

        http.ContentType = "application/json; charset=utf-8";
        http.ContentLength = stream.Length;
        await http.Body.WriteAsync(stream.GetBuffer().AsMemory(0, (int)stream.Length), context.CancellationToken);
        context.HandleRequest();
    }
}
