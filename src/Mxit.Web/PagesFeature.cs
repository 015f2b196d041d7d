using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mxit.Platform;
using Mxit.Platform.Authorization;
using Mxit.Web.Accounts;
using Mxit.Web.Authorization;
using Mxit.Web.Gallery;
using Mxit.Web.Messages;
using Mxit.Web.People;
using Mxit.Web.Profile;

namespace Mxit.Web;

/// <summary>The pages: sign-in, consent, messages, contacts, profiles, galleries.</summary>
internal static class PagesFeature
{
    /// <summary>Adds the services of the pages.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddAntiforgery();
        services.AddSingleton<IConfigureOptions<AntiforgeryOptions>, ConfigureAntiforgery>();
        services.AddScoped<AuthorizePage>();
        services.AddSingleton<AccountPages>();
        services.AddSingleton<ConsentView>();
        services.AddSingleton<FrameReader>();
        services.AddSingleton<MessagesPages>();
        services.AddSingleton<ConversationReader>();
        services.AddSingleton<ShownMessages>();
        services.AddSingleton<ReplySender>();
        services.AddSingleton<PeopleReader>();
        services.AddSingleton<ContactActions>();
        services.AddSingleton<ProfilePages>();
        services.AddSingleton<GalleryReader>();
        services.AddSingleton<GalleryPages>();
        services.AddSingleton<FileActions>();
        services.AddSingleton<FormFiles>();
        return services;
    }

    /// <summary>Maps the pages and their files.</summary>
    public static IEndpointRouteBuilder MapPages(this IEndpointRouteBuilder routes)
    {
        WebAssets.Map(routes);
        SignInEndpoints.Map(routes);
        MessagesEndpoints.Map(routes);
        OfferEndpoints.Map(routes);
        PeopleEndpoints.Map(routes);
        OwnProfileEndpoints.Map(routes);
        AccountEndpoints.Map(routes);
        FolderEndpoints.Map(routes);
        FileEndpoints.Map(routes);
        routes.MapMethods(
            $"/{MxitRoutes.Authorize}",
            [HttpMethods.Get, HttpMethods.Post],
            (HttpContext context, AuthorizePage page) => page.ShowAsync(context)).AsAuthorizationPage().ExcludeFromDescription();
        return routes;
    }

    private sealed class ConfigureAntiforgery(ServerContext server) : IConfigureOptions<AntiforgeryOptions>
    {
        public void Configure(AntiforgeryOptions options)
        {
            var isSecure = server.PublicAddress.Scheme == Uri.UriSchemeHttps;
            options.Cookie.Name = isSecure ? "__Host-mxit-form" : "mxit-form";
            options.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.Cookie.Path = "/";
        }
    }
}
