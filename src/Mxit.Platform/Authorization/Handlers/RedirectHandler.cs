using System.Text;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Http;
using Mxit.Platform.Apps;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Mxit.Platform.Authorization.Handlers;

/// <summary>
/// Leads the person back to the app with a code or an error, if the app and its redirect URI are known; otherwise the page
/// shows the error (RFC 6749, section 4.1.2.1). Source: wire document, section 2.2.
/// </summary>
internal sealed class RedirectHandler(IOpenIddictApplicationManager apps, ServerContext server)
    : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    // After OpenIddict has set status and caching, before it would redirect itself.
    public const int Order = 249_000;

    public async ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        context.Response.ErrorUri = null;
        if (!string.IsNullOrEmpty(context.Response.Error))
        {
            context.Response.ErrorDescription ??= context.Response.Error;
        }

        if (context.Transaction.GetHttpRequest() is not { } http || context.Request is not { } request
            || string.IsNullOrEmpty(request.ClientId) || string.IsNullOrEmpty(request.RedirectUri)
            || await apps.FindByClientIdAsync(request.ClientId, context.CancellationToken) is not App { RemovedUtc: null } app
            || !await apps.ValidateRedirectUriAsync(app, request.RedirectUri, context.CancellationToken))
        {
            return;
        }

        http.HttpContext.Response.Headers.Location = AddressOf(context, request, app, server.AddressOf(http));

        // 303 makes sure that the form with the password is not posted on (RFC 9700, section 4.12). Programs of 2012 know
        // 302, after which browsers do the same.
        http.HttpContext.Response.StatusCode = app.Profile == AppProfile.Strict && HttpMethods.IsPost(http.Method)
            ? StatusCodes.Status303SeeOther
            : StatusCodes.Status302Found;
        context.HandleRequest();
    }

    private static string AddressOf(ApplyAuthorizationResponseContext context, OpenIddictRequest request, App app, Uri issuer)
    {
        var address = new StringBuilder(RedirectUris.WithPath(request.RedirectUri!));
        var hasQuery = request.RedirectUri!.Contains('?', StringComparison.Ordinal);
        Add("code", context.Response.Code);
        Add("error", context.Response.Error);
        Add("error_description", context.Response.ErrorDescription);
        Add("state", request.State);

        // RFC 9207 came after the programs of 2012, and one of them may read its address strictly; who knows PKCE knows it.
        if (app.Profile == AppProfile.Strict || !string.IsNullOrEmpty(request.CodeChallenge))
        {
            Add("iss", issuer.AbsoluteUri);
        }

        return address.ToString();

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                address.Append(hasQuery ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value));
                hasQuery = true;
            }
        }
    }
}
