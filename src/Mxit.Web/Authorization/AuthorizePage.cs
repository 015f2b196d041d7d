using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Authorization;
using Mxit.Web.Pages;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Mxit.Web.Authorization;

/// <summary>
/// <c>/authorize</c>: a person signs in and allows an app, or only allows it. OpenIddict has checked the request before, and
/// leads back to the app afterwards. Source: wire document, section 2.2.
/// </summary>
internal sealed class AuthorizePage(
    AppService apps,
    AccountService accounts,
    SignInAttempt attempt,
    IAntiforgery antiforgery,
    IOptions<AuthorizationSettings> settings,
    TimeProvider clock)
{
    public async Task<IResult> ShowAsync(HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        if (context.GetOpenIddictServerRequest() is not { } request
            || context.GetOpenIddictServerResponse() is { Error.Length: > 0 }
            || await apps.FindOrNullAsync(request.ClientId ?? "", cancellationToken) is not { } app)
        {
            return Refuse(context);
        }

        var person = request.HasPromptValue(PromptValues.Login) ? null : await FindPersonAsync(context);
        if (HttpMethods.IsPost(context.Request.Method) && context.Request.HasFormContentType)
        {
            return await DecideAsync(context, request, app, person);
        }

        if (request.HasPromptValue(PromptValues.None))
        {
            return person is null
                ? LeadBack(Errors.LoginRequired, "Nobody is signed in.")
                : LeadBack(Errors.ConsentRequired, "The person must be asked.");
        }

        return Show(context, request, app, person);
    }

    private async Task<IResult> DecideAsync(HttpContext context, OpenIddictRequest request, AppInfo app, Person? person)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Show(context, request, app, person, "This page was too old. Please try again.", StatusCodes.Status400BadRequest);
        }

        if (form.ContainsKey("deny"))
        {
            return LeadBack(Errors.AccessDenied, "The person denied access.");
        }

        if (form.ContainsKey("username") || form.ContainsKey("password"))
        {
            var login = form["username"].ToString().Trim();
            (person, var problem) = await attempt.TryAsync(
                login, form["password"].ToString(), context.Connection.RemoteIpAddress, context.RequestAborted);
            if (person is null)
            {
                return Show(context, request, app, null, problem, login: login);
            }

            await PersonSession.SignInAsync(context, person);
        }
        else if (person is null || !form.ContainsKey("allow"))
        {
            return Show(context, request, app, person, person is null ? "Please sign in." : null);
        }

        return Results.SignIn(
            GrantPrincipal.ForPerson(person, request.GetScopes(), clock),
            authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private async Task<Person?> FindPersonAsync(HttpContext context) =>
        PersonSession.GetUserIdOrNull(context.User) is { } userId
            ? await accounts.FindOrNullAsync(userId, context.RequestAborted)
            : null;

    private RazorComponentResult<ConsentPage> Show(
        HttpContext context,
        OpenIddictRequest request,
        AppInfo app,
        Person? person,
        string? problem = null,
        int status = StatusCodes.Status200OK,
        string? login = null)
    {
        PageHeaders.Apply(context, formsLeadAway: true);
        var carried = Carry(request).ToList();
        var tokens = antiforgery.GetAndStoreTokens(context);
        return new RazorComponentResult<ConsentPage>(new
        {
            Model = new ConsentModel
            {
                AppName = app.DisplayName,
                ServiceName = app.ServiceName,
                Scopes = [.. request.GetScopes().Distinct()],
                RedirectHost = new Uri(request.RedirectUri!).Authority,
                Life = Describe(settings.Value),
                Hidden = [.. carried, new(tokens.FormFieldName, tokens.RequestToken!)],
                PersonName = person?.DisplayName,
                OtherPersonAddress = person is null ? null : AskAgain(carried),
                Login = login,
                Problem = problem,
            },
        })
        { StatusCode = status };
    }

    private static RazorComponentResult<ErrorPage> Refuse(HttpContext context)
    {
        PageHeaders.Apply(context);
        var response = context.GetOpenIddictServerResponse();
        return new RazorComponentResult<ErrorPage>(new
        {
            Explanation = "The app that sent you here made a mistake, so we cannot lead you back to it.",
            Detail = response is null ? null : $"{response.Error}: {response.ErrorDescription}",
        })
        { StatusCode = StatusCodes.Status400BadRequest };
    }

    private static ForbidHttpResult LeadBack(string error, string description) => TypedResults.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);

    // What the person types and the form adds is no part of the request.
    private static IEnumerable<KeyValuePair<string, string>> Carry(OpenIddictRequest request)
    {
        foreach (var (name, parameter) in request.GetParameters())
        {
            if (name is not ("username" or "password" or "allow" or "deny" or "__RequestVerificationToken")
                && (string?)parameter is { } value)
            {
                yield return new(name, value);
            }
        }
    }

    private static string AskAgain(IEnumerable<KeyValuePair<string, string>> carried) => "/authorize" + QueryString.Create(
        carried.Where(pair => pair.Key != Parameters.Prompt).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))
            .Append(KeyValuePair.Create(Parameters.Prompt, (string?)PromptValues.Login)));

    private static string Describe(AuthorizationSettings settings) =>
        $"until the app has not been used for {InWords(settings.RefreshTokenLifetime)}, at most {InWords(settings.GrantLifetime)}";

    private static string InWords(TimeSpan time) => time switch
    {
        { TotalDays: >= 2 } => $"{time.TotalDays:0} days",
        { TotalHours: >= 2 } => $"{time.TotalHours:0} hours",
        _ => $"{time.TotalMinutes:0} minutes",
    };
}
