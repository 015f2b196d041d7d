using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Messages;
using Mxit.Platform.Wire;
using Mxit.Wire;

namespace Mxit.Platform.Recommendations;

/// <summary><c>POST /user/recommend</c>. Source: wire document, section 5.4.</summary>
internal static class RecommendationEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(MxitRoutes.Recommend, RecommendAsync)
            .RequireToken(TokenRule.Any(MxitScopes.ContactRecommend));

    private static async Task<IResult> RecommendAsync(
        HttpContext http,
        Caller caller,
        RecommendationService recommendations,
        IOptions<MessageSettings> settings,
        CancellationToken cancellationToken)
    {
        var body = await KeyedBody.ReadAsync(
            http.Request, MxitJson.Wire.RecommendBody, settings.Value.MaxRequestBytes, cancellationToken);
        return body.Value is null
            ? body.Problem!
            : MessageEndpoints.ToAnswer(
                http.Response, await recommendations.RecommendAsync(caller, body.Value, body.Key, cancellationToken));
    }
}
