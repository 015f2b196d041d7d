using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Mxit.Platform.Sessions;
using Mxit.Platform.SignIn;
using Mxit.Web.Pages;

namespace Mxit.Web.Authorization;

/// <summary><c>/sign-in</c> and <c>/sign-out</c>: the sessions of people on the pages.</summary>
internal static class SignInEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        // The type is named, because the generator of the endpoints' code does not see the types of pages, which another one
        // makes.
        routes.MapGet("/sign-in", IResult (HttpContext context, IAntiforgery antiforgery) =>
            Show(context, antiforgery, context.Request.Query["returnUrl"])).ExcludeFromDescription();
        routes.MapPost("/sign-in", SignInAsync).ExcludeFromDescription();
        routes.MapPost("/sign-out", SignOutAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> SignInAsync(
        HttpContext context, IAntiforgery antiforgery, SignInService signIn)
    {
        if (await PostedForm.ReadOrNullAsync(context, antiforgery) is not { } form)
        {
            return Show(
                context, antiforgery, null, PageProblem.TooOld.Text, status: PageProblem.TooOld.Status);
        }

        var login = form["username"].ToString().Trim();
        var returnUrl = form["returnUrl"].ToString();
        var result = await signIn.TryAsync(
            login, form["password"].ToString(), SignInPlace.Of(context, "page"), context.RequestAborted);
        if (result.Person is not { } person)
        {
            var (status, problem) = SignInProblem.Describe(context, result);
            return Show(context, antiforgery, returnUrl, problem, login, status);
        }

        await PersonSession.SignInAsync(context, person);
        return PageResults.SeeOther(context, LocalUrl.OrDefault(returnUrl));
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (await PostedForm.ReadOrNullAsync(context, antiforgery) is null)
        {
            return Show(
                context, antiforgery, null, PageProblem.TooOld.Text, status: PageProblem.TooOld.Status);
        }

        await PersonSession.SignOutAsync(context);
        return PageResults.SeeOther(context, "/sign-in");
    }

    private static RazorComponentResult<SignInPage> Show(
        HttpContext context,
        IAntiforgery antiforgery,
        string? returnUrl,
        string? problem = null,
        string? login = null,
        int status = StatusCodes.Status200OK)
    {
        PageHeaders.Apply(context);
        var tokens = antiforgery.GetAndStoreTokens(context);
        return new RazorComponentResult<SignInPage>(new
        {
            Model = new SignInModel
            {
                AntiforgeryField = tokens.FormFieldName,
                AntiforgeryToken = tokens.RequestToken!,
                ReturnUrl = LocalUrl.OrDefault(returnUrl),
                PersonName = context.User.Identity is { IsAuthenticated: true } ? context.User.Identity.Name : null,
                Login = login,
                Problem = problem,
            },
        })
        { StatusCode = status };
    }
}
