using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Authorization;
using Mxit.Web.Pages;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Mxit.Web.Authorization;

/// <summary>The pages of <c>/authorize</c>.</summary>
internal sealed class ConsentView(IAntiforgery antiforgery, IOptions<AuthorizationSettings> settings)
{
    /// <summary>The page to allow the app, with a sign-in if nobody is signed in.</summary>
    public RazorComponentResult<ConsentPage> Show(
        HttpContext context,
        OpenIddictRequest request,
        AppInfo app,
        Person? person,
        string? problem = null,
        int status = StatusCodes.Status200OK,
        string? login = null)
    {
        PageHeaders.Apply(context, formsLeadAway: true);
        var carried = ConsentForm.Carry(context, request).ToList();
        var tokens = antiforgery.GetAndStoreTokens(context);
        return new RazorComponentResult<ConsentPage>(new
        {
            Model = new ConsentModel
            {
                AppName = app.DisplayName,
                ServiceName = app.ServiceName,
                Owner = app.Owner,
                IsVerified = app.IsVerified,
                Scopes = [.. request.GetScopes().Distinct()],
                RedirectHost = new Uri(request.RedirectUri!).Authority,
                Life = Describe(settings.Value),
                Hidden = [.. carried, new(tokens.FormFieldName, tokens.RequestToken!)],
                PersonName = person?.DisplayName,
                OtherPersonAddress = person is null ? null : AuthorizeAgain(carried),
                Login = login,
                Problem = problem,
            },
        })
        { StatusCode = status };
    }

    /// <summary>The page with an error that cannot be sent to the app.</summary>
    public static RazorComponentResult<ErrorPage> Refuse(HttpContext context)
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

    private static string AuthorizeAgain(IEnumerable<KeyValuePair<string, string>> carried) =>
        $"/{MxitRoutes.Authorize}" + QueryString.Create(
            carried.Where(pair => pair.Key != Parameters.Prompt).Select(
                pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))
                .Append(KeyValuePair.Create(Parameters.Prompt, (string?)PromptValues.Login)));

    private static string Describe(AuthorizationSettings settings) =>
        $"until the app has not been used for {ToText(settings.RefreshTokenLifetime)}, at most {ToText(settings.GrantLifetime)}";

    private static string ToText(TimeSpan time) => time switch
    {
        { TotalDays: >= 2 } => $"{time.TotalDays:0} days",
        { TotalHours: >= 2 } => $"{time.TotalHours:0} hours",
        _ => $"{time.TotalMinutes:0} minutes",
    };
}
