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
        HttpContext http, Caller caller, MessageService messages, IOptions<MessageSettings> settings,
        CancellationToken cancellationToken)
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

    internal static IResult ToAnswer(HttpResponse response, Result<AcceptedMessage> result)
    {
        if (result.Refusal is { } refusal)
        {
            return ApiResults.Refuse(refusal);
        }

        response.Headers[MxitHeaders.MessageId] = result.Value.MessageId.ToString();
        return result.Value.UnknownRecipients is { } unknown
            ? ApiResults.Error(StatusCodes.Status400BadRequest, unknown)
            : ApiResults.Empty();
    }
}
