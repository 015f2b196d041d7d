using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Mxit.Platform.Accounts;
using Mxit.Platform.Contacts;
using Mxit.Platform.Media;
using Mxit.Platform.Pictures;
using Mxit.Platform.Sessions;
using Mxit.Web.Pages;
using Mxit.Web.Profile;

namespace Mxit.Web.People;

/// <summary>
/// <c>/contacts</c> and <c>/people</c>: a person's contacts, and the pages of other people. Only the session decides whose
/// contacts they are.
/// </summary>
internal static class PeopleEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(PeopleUrl.Contacts, ListAsync).ExcludeFromDescription();
        routes.MapPost(PeopleUrl.Contacts, AddAsync).ExcludeFromDescription();
        routes.MapGet(PeopleUrl.People + "/{id}", ShowAsync).ExcludeFromDescription();
        routes.MapPost(PeopleUrl.People + "/{id}", ChangeAsync).ExcludeFromDescription();
        routes.MapGet(PeopleUrl.People + "/{id}/cover", ShowCoverAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowCoverAsync(HttpContext context, string id, PictureService pictures) =>
        PersonSession.GetUserIdOrNull(context.User) is null
            ? TypedResults.Unauthorized()
            : await pictures.OpenCoverOrNullAsync(id, context.RequestAborted) is { } cover
                ? MediaResults.Inline(
                    context.Response,
                    cover.Content,
                    cover.MediaType,
                    cover.MediaType == "image/png" ? "cover.png" : "cover.jpg",
                    cover.Tag,
                    cover.ChangedUtc,
                    MediaAudience.Caller)
                : TypedResults.NotFound();

    private static async Task<IResult> ListAsync(
        HttpContext context, FrameReader frames, PeopleReader reader, string? list = null, string? after = null)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return PageResults.RedirectToSignIn(PeopleUrl.Contacts);
        }

        // Invalid parameters in the address are ignored.
        var frame = await frames.ReadAsync(context, userId);
        var one = list is null ? null : await reader.ReadContactsOrNullAsync(frame, list, after, context.RequestAborted);
        return Page(context, one ?? await reader.ReadContactsAsync(frame, context.RequestAborted));
    }

    private static async Task<IResult> AddAsync(
        HttpContext context,
        FrameReader frames,
        PeopleReader reader,
        ContactService contacts,
        PersonDirectory people,
        IAntiforgery antiforgery)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return PageResults.RedirectToSignInAfterForm(context, PeopleUrl.Contacts);
        }

        PostedForm.Limit(context, PostedForm.SmallBytes);
        var form = await PostedForm.ReadOrNullAsync(context, antiforgery);
        var typed = form?["contact"].ToString().Trim();
        var problem = typed switch
        {
            null => PageProblem.TooOld,
            "" => new PageProblem(
                StatusCodes.Status400BadRequest, "Please type the login of a person, or the name of an app."),
            _ => ContactProblem.OfOrNull(await contacts.InviteAsync(userId, typed, context.RequestAborted), typed),
        };
        if (problem is null)
        {
            return PageResults.SeeOther(
                context,
                await people.FindOrNullAsync(typed!, context.RequestAborted) is { } person
                    ? PeopleUrl.Of(person.UserId)
                    : PeopleUrl.Contacts);
        }

        var model = await reader.ReadContactsAsync(await frames.ReadAsync(context, userId), context.RequestAborted);
        return Page(context, model with { Typed = typed, Problem = problem.Text }, problem.Status);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, string id, FrameReader frames, PeopleReader reader)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return PageResults.RedirectToSignIn(PeopleUrl.Of(id));
        }

        if (id == userId)
        {
            return TypedResults.Redirect(ProfileUrl.Own);
        }

        var frame = await frames.ReadAsync(context, userId);
        return await reader.ReadPersonOrNullAsync(frame, id, context.RequestAborted) is { } model
            ? Page(context, model)
            : NotFound(context, frame);
    }

    private static async Task<IResult> ChangeAsync(
        HttpContext context,
        string id,
        FrameReader frames,
        PeopleReader reader,
        ContactActions actions,
        IAntiforgery antiforgery)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return PageResults.RedirectToSignInAfterForm(context, PeopleUrl.Of(id));
        }

        PostedForm.Limit(context, PostedForm.SmallBytes);
        var form = await PostedForm.ReadOrNullAsync(context, antiforgery);
        var problem = form is null
            ? PageProblem.TooOld
            : await actions.ActAsync(userId, id, form, context.RequestAborted);
        var isFromList = form?["from"].ToString() == "contacts";
        if (problem is null)
        {
            return PageResults.SeeOther(context, isFromList ? PeopleUrl.Contacts : PeopleUrl.Of(id));
        }

        var frame = await frames.ReadAsync(context, userId);
        if (isFromList)
        {
            var list = await reader.ReadContactsAsync(frame, context.RequestAborted);
            return Page(context, list with { Problem = problem.Text }, problem.Status);
        }

        return id != userId && await reader.ReadPersonOrNullAsync(frame, id, context.RequestAborted) is { } model
            ? Page(
                context,
                model with { Problem = problem.Text, TypedGroup = form?[ContactActions.GroupField].FirstOrDefault() },
                problem.Status)
            : NotFound(context, frame);
    }

    private static RazorComponentResult<ContactsPage> Page(
        HttpContext context, ContactsModel model, int status = StatusCodes.Status200OK)
    {
        PageHeaders.Apply(context, ownScript: true);
        return new RazorComponentResult<ContactsPage>(new { Data = model }) { StatusCode = status };
    }

    private static RazorComponentResult<PersonPage> Page(
        HttpContext context, PersonModel model, int status = StatusCodes.Status200OK)
    {
        PageHeaders.Apply(context, ownScript: true);
        return new RazorComponentResult<PersonPage>(new { Data = model }) { StatusCode = status };
    }

    private static RazorComponentResult<NoPersonPage> NotFound(HttpContext context, Frame frame)
    {
        PageHeaders.Apply(context);
        return new RazorComponentResult<NoPersonPage>(new { Frame = frame }) { StatusCode = StatusCodes.Status404NotFound };
    }
}
