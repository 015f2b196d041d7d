using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mxit.Platform.Accounts;
using Mxit.Platform.Profiles;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Contacts;

/// <summary>The basic profile of a person, as the caller may see it. Source: wire document, section 4, U5.</summary>
internal static class PersonViewEndpoints
{
    public static void MapPersonViews(this IEndpointRouteBuilder routes) =>
        routes.MapGet($"{MxitRoutes.UserProfile}/{{userId}}", GetBasicProfileAsync)
            .RequireToken(TokenRule.Any(MxitScopes.ProfilePublic));

    private static async Task<IResult> GetBasicProfileAsync(
        string userId,
        Caller caller,
        PersonDirectory people,
        ProfileService profiles,
        PersonViewService views,
        CancellationToken cancellationToken)
    {
        if (await people.FindByUserIdOrNullAsync(userId, cancellationToken) is not { } person)
        {
            return ApiResults.UnknownUser(userId);
        }

        // An app sees what it always saw. A person sees of others what the contact list shows, or a block could be looked past.
        var profile = caller.IsApp || caller.UserId == person.UserId
            ? profiles.DescribeBasic(person)
            : (await views.FindOrNullAsync(caller.Id, person.UserId, cancellationToken))?.Profile;
        return profile is null ? ApiResults.UnknownUser(userId) : ApiResults.Value(profile, ReplyJson.Wire.BasicProfileReply);
    }
}
