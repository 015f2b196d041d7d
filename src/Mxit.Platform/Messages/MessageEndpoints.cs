using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Wire;
using Mxit.Wire;

namespace Mxit.Platform.Messages;

/// <summary>The Messaging API. Source: wire document, section 3.</summary>
internal static class MessageEndpoints
{
    private const string Version = "1.0.0.0";

    public static void MapMessageEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(MxitRoutes.MessageSend, SendAsync)
            .RequireToken(TokenRule.App(MxitScopes.MessageSend), TokenRule.User(MxitScopes.MessageUser));
        routes.MapGet(MxitRoutes.MessageVersion, () => ApiResults.Text(Version)).AllowAnonymous();
    }

    private static async Task<IResult> SendAsync(
        HttpContext http, Caller caller, MessageService messages, IOptions<MessageSettings> settings, CancellationToken cancellationToken)
    {
        var body = await KeyedBody.ReadAsync(
            http.Request, MxitJson.Wire.SendMessageBody, settings.Value.MaxRequestBytes, cancellationToken);
        if (body.Value is null)
        {
            return body.Problem!;
        }

        var result = await messages.SendAsync(caller, MxitRoutes.MessageSend, body.Value, body.Key, cancellationToken);
        return ToAnswer(http.Response, result);
    }

    internal static IResult ToAnswer(HttpResponse response, SendResult result)
    {
        if (result.MessageId is { } id)
        {
            response.Headers[MxitHeaders.MessageId] = id.ToString();
        }

        return result.Outcome switch
        {
            SendOutcome.Accepted => ApiResults.Empty(),
            SendOutcome.PartlyAccepted or SendOutcome.Invalid =>
                ApiResults.Error(StatusCodes.Status400BadRequest, result.Text!),
            SendOutcome.NotYours => ApiResults.Forbidden(result.Text!),
            SendOutcome.KeyInUse => ApiResults.Later(StatusCodes.Status409Conflict, result.Text!, TimeSpan.FromSeconds(1)),
            SendOutcome.KeyMismatch => ApiResults.Error(StatusCodes.Status422UnprocessableEntity, result.Text!),
            SendOutcome.Overloaded or SendOutcome.NotStored =>
                ApiResults.Later(StatusCodes.Status503ServiceUnavailable, result.Text!, TimeSpan.FromSeconds(1)),
            _ => throw new InvalidOperationException($"There is no answer for {result.Outcome}."),
        };
    }
}
