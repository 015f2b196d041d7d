using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Mxit;
using Mxit.AspNetCore.Authentication;
using SignInWithMxit;

var builder = WebApplication.CreateBuilder(args);

// Signing in with Mxit.
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie().AddMxit(options =>
{
    builder.Configuration.GetSection("Mxit").Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
    options.Scope.Add(MxitScopes.GraphRead);
    options.AccessDeniedPath = "/denied";
    options.Events.OnRemoteFailure = Pages.ShowFailureAsync;
});

var app = builder.Build();
app.MapGet("/", async (HttpContext context, CancellationToken stop) =>
    await context.GetMxitUserClientAsync(cancellationToken: stop) is { } person
        ? await ShowFriendsAsync(context.User, person, stop)
        : Pages.Welcome());
app.MapGet("/sign-in", () =>
    Results.Challenge(new AuthenticationProperties { RedirectUri = "/" }, [MxitAuthenticationDefaults.AuthenticationScheme]));
app.MapPost("/sign-out", (HttpContext context) => Pages.IsFromHere(context.Request)
    ? Results.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [CookieAuthenticationDefaults.AuthenticationScheme])
    : Results.StatusCode((int)HttpStatusCode.Forbidden));
app.MapGet("/denied", Pages.Denied);
app.Run();

static async Task<IResult> ShowFriendsAsync(ClaimsPrincipal who, MxitUserClient person, CancellationToken stop)
{
    var friends = new List<string>();
    await foreach (var contact in person.Users.ListContactsAsync(ContactFilter.Friends, cancellationToken: stop))
    {
        friends.Add(contact.DisplayName);
    }

    return Pages.Home(who.FindFirstValue(ClaimTypes.Name)!, who.FindFirstValue(ClaimTypes.NameIdentifier)!, friends);
}
