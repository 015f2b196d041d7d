using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mxit.Platform.Accounts;
using Mxit.Platform.Wire;
using Mxit.Wire;

namespace Mxit.Platform.Profiles;

/// <summary>
/// The User API's part on profiles, and the same for people without an app under <c>/messenger/</c>. Source: wire document,
/// section 4, U0 to U9.
/// </summary>
internal static class ProfileEndpoints
{
    private const string Version = "1.0.0.0";

    // The longest texts with every character escaped fit in it several times.
    private const int MaxBytes = 65_536;

    private const string AStatusMessage = "a JSON string such as \"Hi\"";

    public static void MapProfileEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapUserEndpoints();
        routes.MapMessengerEndpoints();
    }

    private static void MapUserEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(MxitRoutes.UserVersion, () => ApiResults.Text(Version)).AllowAnonymous();
        routes.MapGet($"{MxitRoutes.PublicStatusMessage}{{mxitId}}", GetPublicStatusMessageAsync)
            .RequireToken(TokenRule.Anonymous);
        routes.MapGet($"{MxitRoutes.PublicDisplayName}{{mxitId}}", GetPublicDisplayNameAsync)
            .RequireToken(TokenRule.Anonymous);
        routes.MapGet(MxitRoutes.UserProfile, GetFullProfileAsync)
            .RequireToken(TokenRule.User(MxitScopes.ProfilePrivate));
        routes.MapPut(MxitRoutes.UserProfile, PutProfileAsync)
            .RequireToken(TokenRule.User(MxitScopes.ProfileWrite));
        routes.MapGet(MxitRoutes.UserStatusMessage, GetStatusMessageAsync)
            .RequireToken(TokenRule.User(MxitScopes.ProfilePublic), TokenRule.User(MxitScopes.ProfilePrivate));
        routes.MapPut(MxitRoutes.UserStatusMessage, PutStatusMessageAsync)
            .RequireToken(TokenRule.User(MxitScopes.StatusWrite));
    }

    private static void MapMessengerEndpoints(this IEndpointRouteBuilder routes)
    {
        var messenger = routes.MapGroup("/").WithTags("Messenger")
            .RequirePerson();
        messenger.MapGet(MxitRoutes.MessengerProfile, GetFullProfileAsync)
            .WithSummary("The person's own profile.")
            .Produces<FullProfileReply>();
        messenger.MapPut(MxitRoutes.MessengerProfile, PutProfileAsync)
            .WithSummary("Changes the person's own profile: absent members stay as they are, an empty text clears.")
            .Accepts<UpdateProfileBody>("application/json");
        messenger.MapPut(MxitRoutes.MessengerState, PutStateAsync)
            .WithSummary("Changes the mood that the person shows, and the availability while connected.")
            .Accepts<StateBody>("application/json");
    }

    private static async Task<IResult> GetPublicStatusMessageAsync(
        string mxitId, PersonDirectory people, CancellationToken cancellationToken) =>
        await people.FindOrNullAsync(mxitId, cancellationToken) is { } person
            ? ApiResults.Text(person.StatusMessage)
            : ApiResults.UnknownUser(mxitId);

    private static async Task<IResult> GetPublicDisplayNameAsync(
        string mxitId, PersonDirectory people, CancellationToken cancellationToken) =>
        await people.FindOrNullAsync(mxitId, cancellationToken) is { } person
            ? ApiResults.Text(person.DisplayName)
            : ApiResults.UnknownUser(mxitId);

    private static async Task<IResult> GetFullProfileAsync(
        Caller caller, PersonDirectory people, ProfileService profiles, CancellationToken cancellationToken) =>
        await people.FindByUserIdOrNullAsync(caller.Id, cancellationToken) is { } person
            ? ApiResults.Value(profiles.DescribeFull(person), ReplyJson.Wire.FullProfileReply)
            : ApiResults.UnknownUser(caller.Id);

    private static async Task<IResult> GetStatusMessageAsync(
        Caller caller, PersonDirectory people, CancellationToken cancellationToken) =>
        await people.FindByUserIdOrNullAsync(caller.Id, cancellationToken) is { } person
            ? ApiResults.Text(person.StatusMessage)
            : ApiResults.UnknownUser(caller.Id);

    private static async Task<IResult> PutProfileAsync(
        HttpRequest request, Caller caller, ProfileService profiles, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, MxitJson.Wire.UpdateProfileBody, MaxBytes, cancellationToken);
        return body.Value is null
            ? body.Problem!
            : ApiResults.Done(await profiles.UpdateAsync(caller.Id, body.Value, cancellationToken));
    }

    private static async Task<IResult> PutStatusMessageAsync(
        HttpRequest request, Caller caller, ProfileService profiles, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, MxitJson.Wire.String, MaxBytes, AStatusMessage, cancellationToken);
        return body.Value is null
            ? body.Problem!
            : ApiResults.Done(await profiles.SetStatusMessageAsync(caller.Id, body.Value, cancellationToken));
    }

    private static async Task<IResult> PutStateAsync(
        HttpRequest request, Caller caller, ProfileService profiles, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, MxitJson.Wire.StateBody, MaxBytes, cancellationToken);
        return body.Value is null
            ? body.Problem!
            : ApiResults.Done(await profiles.UpdateAsync(caller.Id, body.Value, cancellationToken));
    }
}
