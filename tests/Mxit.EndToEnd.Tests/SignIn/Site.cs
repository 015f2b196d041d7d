using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mxit.AspNetCore.Authentication;
using Mxit.EndToEnd.Tests.Pages;

namespace Mxit.EndToEnd.Tests.SignIn;

/// <summary>A web site inside the test process that people sign in to, and a browser without a screen.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Site(WebApplication app)
    {
        _app = app;
        Browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(app.Urls.Single()),
        };
    }

    public HttpClient Browser { get; }

    public static async Task<Site> OpenAsync(
        Server server, Action<MxitAuthenticationOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        services?.Invoke(builder.Services);
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie().AddMxit(options =>
        {
            options.ClientId = TestApp.StrictDemo.ClientId;
            options.ClientSecret = TestApp.StrictDemo.ClientSecret;
            options.BaseAddress = server.Inner.Address;
            options.CallbackPath = "/callback";
            options.Events.OnRemoteFailure = async context =>
            {
                context.HandleResponse();
                context.Response.StatusCode = 400;
                await context.Response.WriteAsync(context.Failure!.Message);
            };
            configure?.Invoke(options);
        });
        var app = builder.Build();
        app.MapGet("/sign-in", () => Results.Challenge(new AuthenticationProperties { RedirectUri = "/me" }, ["Mxit"]));
        app.MapGet("/denied", () => "denied");
        app.MapGet("/me", (HttpContext context) => string.Join(' ', context.User.Claims
            .Where(claim => claim.Type is ClaimTypes.Name or ClaimTypes.NameIdentifier).Select(claim => claim.Value)));
        app.MapGet("/token", async (HttpContext context) =>
            await context.GetMxitUserTokenAsync() is { } token ? Describe(token) : "none");
        app.MapGet("/client", async (HttpContext context) =>
            await context.GetMxitUserClientAsync() is { } person
                ? $"{(await person.GetUserInfoAsync()).UserId} {person.Token.AccessToken}"
                : "none");
        app.MapGet("/elsewhere", async (HttpContext context) =>
        {
            var properties = new AuthenticationProperties { Items = { [".AuthScheme"] = "Elsewhere" } };
            properties.StoreTokens(
                [new() { Name = "access_token", Value = "a" }, new() { Name = "expires_at", Value = "2100-01-01T00:00:00Z" }]);
            await context.SignInAsync(
                new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, "x")], "Elsewhere")), properties);
        });
        await app.StartAsync();
        return new Site(app);
    }

    /// <summary>Begins a sign-in: the address of the server to which the browser is sent.</summary>
    public async Task<Uri> BeginAsync()
    {
        using var answer = await Browser.GetAsync("/sign-in");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!;
    }

    /// <summary>The person allows: the address to which the browser is sent back.</summary>
    public static async Task<Uri> AllowAsync(Server server, Uri request, string login = "alice", string decision = "allow")
    {
        using var visitor = new Visitor(server.Inner.Address);
        var fields = await visitor.HiddenAsync(request.PathAndQuery, "/authorize");
        fields["username"] = login;
        fields["password"] = $"{login}-password";
        fields[decision] = "1";
        var answer = await visitor.PostAsync("/authorize", fields);
        Assert.Equal(303, answer.Status);
        return answer.Message.Headers.Location!;
    }

    public async Task SignInAsync(Server server, string login = "alice")
    {
        using var answer = await Browser.GetAsync(await AllowAsync(server, await BeginAsync(), login));
        Assert.Equal((HttpStatusCode.Redirect, "/me"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await _app.DisposeAsync();
    }

    private static string Describe(UserToken token) =>
        $"{token.UserId} {string.Join('+', token.Scopes)} {token.RefreshToken is not null} {token.ExpiresAt:O}";
}
