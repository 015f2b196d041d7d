using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Accounts;

/// <summary><c>GET /user/lookup/{mxitId}</c>. Source: wire document, section 4.2.</summary>
internal static class AccountEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet($"/{MxitRoutes.UserLookup}{{mxitId}}", LookUpAsync)
            .RequireToken(TokenRule.Any(MxitScopes.ProfilePublic))
            .WithName("LookUpUser").WithTags("Users")
            .WithSummary("The user id of a login; a user id is returned as it is.")
            .Produces<string>().Produces<string>(StatusCodes.Status404NotFound);

    private static async Task<IResult> LookUpAsync(string mxitId, PersonDirectory people, CancellationToken cancellationToken) =>
        await people.FindOrNullAsync(mxitId, cancellationToken) is { } person
            ? ApiResults.Text(person.UserId)
            : ApiResults.UnknownUser(mxitId);
}
