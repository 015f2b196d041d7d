using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mxit.Platform.Wire;
using Mxit.Wire;

namespace Mxit.Platform.Authorization;

/// <summary>
/// <c>GET</c> and <c>POST /userinfo?schema=openid</c>. Source: wire document, section 2.5; OpenID Connect Core, section 5.3.
/// </summary>
internal static class UserInfoEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods($"/{MxitRoutes.UserInfo}", ["GET", "POST"], Answer)
            .RequireToken(TokenRule.User(null))
            .WithMetadata(TokenInForm.Allowed)
            .WithName("GetUserInfo").WithTags("Authorization")
            .WithSummary("Who the token stands for.")
            .Produces<UserInfoReply>().Produces<ErrorReply>(StatusCodes.Status400BadRequest);

    private static IResult Answer(Caller caller, HttpRequest request)
    {
        var schema = request.Query["schema"].ToString();
        return schema.Length == 0 || string.Equals(schema, "openid", StringComparison.OrdinalIgnoreCase)
            ? TypedResults.Json(
                new UserInfoReply { Subject = caller.UserId, UserId = caller.UserId }, MxitJson.Wire.UserInfoReply)
            : TypedResults.Json(
                new ErrorReply { Error = "invalid_schema", ErrorDescription = "The only schema is 'openid'." },
                MxitJson.Wire.ErrorReply,
                statusCode: StatusCodes.Status400BadRequest);
    }
}
