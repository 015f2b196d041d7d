using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mxit.Platform.Accounts;
using Mxit.Platform.Authorization;
using Mxit.Platform.Sessions;
using Mxit.Platform.SignIn;
using Mxit.Web.Authorization;

namespace Mxit.Web.Accounts;

/// <summary>
/// <c>/account</c>: a person changes the password, lists and ends sessions, and withdraws consents. Only the session decides
/// whose they are.
/// </summary>
internal static class AccountEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(AccountUrl.Own, ShowAsync).ExcludeFromDescription();
        routes.MapPost(AccountUrl.Password, ChangePasswordAsync).ExcludeFromDescription();
        routes.MapPost(AccountUrl.EndSession, EndSessionAsync).ExcludeFromDescription();
        routes.MapPost(AccountUrl.SignOutEverywhere, SignOutEverywhereAsync).ExcludeFromDescription();
        routes.MapPost(AccountUrl.WithdrawApp, WithdrawAppAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, AccountPages pages, string? changed = null) =>
        PersonSession.GetUserIdOrNull(context.User) is { } userId
            ? await pages.ShowAsync(context, userId, model => model with { IsPasswordChanged = changed == "password" })
            : PageResults.RedirectToSignIn(AccountUrl.Own);

    private static Task<IResult> ChangePasswordAsync(
        HttpContext context, AccountPages pages, IAntiforgery antiforgery, AccountService accounts, SignInService signIn) =>
        DoAsync(context, pages, antiforgery, async (userId, form) =>
        {
            var password = form["new"].ToString();
            if (password != form["again"].ToString())
            {
                return await RefuseAsync("The two new passwords differ.");
            }

            // Somebody else may use the browser of a person who is signed in (ASVS 7.5.1).
            if (await accounts.FindOrNullAsync(userId, context.RequestAborted) is not { Login: { } login })
            {
                return PageResults.RedirectToSignInAfterForm(context, AccountUrl.Own);
            }

            var result = await signIn.TryAsync(
                login, form["current"].ToString(), SignInPlace.Of(context, "password change"), context.RequestAborted);
            if (result.Person is null)
            {
                var (status, problem) = SignInProblem.Describe(context, result, "The password is wrong.");
                return await pages.RefuseAsync(context, userId, problem, status);
            }

            if (await accounts.SetPasswordAsync(userId, password, context.RequestAborted) is { } refusal)
            {
                return await RefuseAsync(refusal.Text);
            }

            if (await accounts.FindOrNullAsync(userId, context.RequestAborted) is not { } person)
            {
                return PageResults.RedirectToSignInAfterForm(context, AccountUrl.Own);
            }

            // All sessions have ended, also this one.
            await PersonSession.SignInAsync(context, person);
            return PageResults.SeeOther(context, AccountUrl.PasswordChanged);

            Task<IResult> RefuseAsync(string problem) =>
                pages.RefuseAsync(context, userId, problem, StatusCodes.Status400BadRequest);
        });

    private static Task<IResult> EndSessionAsync(
        HttpContext context, AccountPages pages, IAntiforgery antiforgery, SessionService sessions) =>
        DoAsync(context, pages, antiforgery, async (userId, form) =>
        {
            if (Guid.TryParse(form["session"], out var id))
            {
                await sessions.EndAsync(userId, id, context.RequestAborted);
            }

            return PageResults.SeeOther(context, AccountUrl.Own);
        });

    private static Task<IResult> SignOutEverywhereAsync(
        HttpContext context, AccountPages pages, IAntiforgery antiforgery, AccountService accounts) =>
        DoAsync(context, pages, antiforgery, async (userId, _) =>
        {
            await accounts.SignOutEverywhereAsync(userId, context.RequestAborted);
            await PersonSession.SignOutAsync(context);
            return PageResults.SeeOther(context, "/sign-in");
        });

    private static Task<IResult> WithdrawAppAsync(
        HttpContext context, AccountPages pages, IAntiforgery antiforgery, AllowedAppService apps) =>
        DoAsync(context, pages, antiforgery, async (userId, form) =>
        {
            await apps.WithdrawAsync(userId, form["app"].ToString(), context.RequestAborted);
            return PageResults.SeeOther(context, AccountUrl.Own);
        });

    private static async Task<IResult> DoAsync(
        HttpContext context, AccountPages pages, IAntiforgery antiforgery, Func<string, IFormCollection, Task<IResult>> work)
    {
        if (PersonSession.GetUserIdOrNull(context.User) is not { } userId)
        {
            return PageResults.RedirectToSignInAfterForm(context, AccountUrl.Own);
        }

        PostedForm.Limit(context, PostedForm.SmallBytes);
        return await PostedForm.ReadOrNullAsync(context, antiforgery) is { } form
            ? await work(userId, form)
            : await pages.RefuseAsync(context, userId, PageProblem.TooOld.Text, PageProblem.TooOld.Status);
    }
}
