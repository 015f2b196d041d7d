using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Mxit.Platform;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Authorization;
using Mxit.Platform.Sessions;
using Mxit.Platform.SignIn;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Mxit.Web.Authorization;

/// <summary>
/// <c>/authorize</c>: a person signs in and allows an app, or only allows it, or has done both before. OpenIddict validates the
/// request first, and redirects to the app at the end. Source: wire document, section 2.2; OpenID Connect Core, section 3.1.2.
/// </summary>
internal sealed class AuthorizePage(
    AppService apps,
    AccountService accounts,
    ConsentService consents,
    SignInService signIn,
    SecurityEvents events,
    ConsentView view,
    IAntiforgery antiforgery,
    TimeProvider clock)
{
    public async Task<IResult> ShowAsync(HttpContext context)
    {
        if (context.GetOpenIddictServerRequest() is not { } request
            || context.GetOpenIddictServerResponse() is { Error.Length: > 0 }
            || await apps.FindOrNullAsync(request.ClientId ?? "", context.RequestAborted) is not { } app)
        {
            return ConsentView.Refuse(context);
        }

        var hint = await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        var demand = SignInDemand.Of(request, hint.Principal);
        var person = demand.IsMetBy(context.User, clock) ? await FindPersonAsync(context) : null;
        if (await ConsentForm.ReadOrNullAsync(context) is { } form)
        {
            return await DecideAsync(context, request, app, demand, person, form);
        }

        if (person is null && CrossSitePost.TryRepeat(context, request) is { } repeated)
        {
            return repeated;
        }

        if (person is not null && await IsAllowedAsync(person, request, app, context.RequestAborted))
        {
            return Grant(person, request, PersonSession.GetSignedInAtOrNull(context.User));
        }

        return !request.HasPromptValue(PromptValues.None) ? view.Show(context, request, app, person, login: request.LoginHint)
            : person is null ? LeadBack(Errors.LoginRequired, "Nobody is signed in who would do.")
            : LeadBack(Errors.ConsentRequired, "The person must be asked.");
    }

    private async Task<IResult> DecideAsync(
        HttpContext context, OpenIddictRequest request, AppInfo app, SignInDemand demand, Person? person, IFormCollection form)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return view.Show(
                context, request, app, person, PageProblem.TooOld.Text, PageProblem.TooOld.Status);
        }

        if (form.ContainsKey(ConsentForm.Deny))
        {
            events.ConsentDenied(person?.UserId ?? "somebody", app.ServiceName);
            return LeadBack(Errors.AccessDenied, "The person denied access.");
        }

        var signedInAt = PersonSession.GetSignedInAtOrNull(context.User);
        if (form.ContainsKey(ConsentForm.Login) || form.ContainsKey(ConsentForm.Password))
        {
            var login = form[ConsentForm.Login].ToString().Trim();
            var result = await signIn.TryAsync(
                login, form[ConsentForm.Password].ToString(), SignInPlace.Of(context, "consent page"), context.RequestAborted);
            if (result.Person is null)
            {
                var (status, problem) = SignInProblem.Describe(context, result);
                return view.Show(context, request, app, null, problem, status, login);
            }

            person = result.Person;

            await PersonSession.SignInAsync(context, person);
            signedInAt = clock.GetUtcNow();
            if (!demand.IsMetBy(person.UserId))
            {
                return LeadBack(Errors.LoginRequired, "Somebody else signed in than the app asked for.");
            }
        }
        else if (person is null || !form.ContainsKey(ConsentForm.Allow))
        {
            return view.Show(context, request, app, person, person is null ? "Please sign in." : null);
        }

        await consents.RememberAsync(person.UserId, app, request.GetScopes(), context.RequestAborted);
        events.ConsentGiven(person.UserId, app.ServiceName, string.Join(' ', request.GetScopes()));
        return Grant(person, request, signedInAt);
    }

    private async Task<Person?> FindPersonAsync(HttpContext context) =>
        PersonSession.GetUserIdOrNull(context.User) is { } userId
            ? await accounts.FindOrNullAsync(userId, context.RequestAborted)
            : null;

    // The person is not asked again for what was allowed before, unless the app requests it. Old programs expect the page each
    // time, and do not know prompt=none.
    private async Task<bool> IsAllowedAsync(
        Person person, OpenIddictRequest request, AppInfo app, CancellationToken cancellationToken) =>
        !request.HasPromptValue(PromptValues.Consent)
        && !request.HasPromptValue(PromptValues.SelectAccount)
        && (app.Profile == AppProfile.Strict || request.HasPromptValue(PromptValues.None))
        && await consents.IsGivenAsync(person.UserId, app, request.GetScopes(), cancellationToken);

    private IResult Grant(Person person, OpenIddictRequest request, DateTimeOffset? signedInAt) => Results.SignIn(
        GrantPrincipal.ForPerson(person, request.GetScopes(), signedInAt ?? clock.GetUtcNow(), clock),
        authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);

    private static ForbidHttpResult LeadBack(string error, string description) => TypedResults.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
