using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Authorization;
using Mxit.Platform.Contacts;
using Mxit.Platform.Data;
using Mxit.Platform.Delivery;
using Mxit.Platform.FileOffers;
using Mxit.Platform.Gallery;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Media;
using Mxit.Platform.Messages;
using Mxit.Platform.Messenger;
using Mxit.Platform.Pictures;
using Mxit.Platform.Profiles;
using Mxit.Platform.RateLimits;
using Mxit.Platform.Recommendations;
using Mxit.Platform.Sessions;
using Mxit.Platform.SignIn;
using Mxit.Platform.Streams;
using Mxit.Server.Development;
using Mxit.Server.HistoricHosts;
using Mxit.Server.Http;
using Mxit.Web;

namespace Mxit.Server;

/// <summary>
/// Puts the server together. The same for <c>mxit serve</c>, for a container and inside a test process: what is tested is
/// what runs.
/// </summary>
public static class MxitServer
{
    /// <summary>
    /// Builds the server from arguments, environment variables and <c>appsettings.json</c>. The caller starts it.
    /// </summary>
    /// <param name="args">Settings from the command line, such as <c>--Mxit:Server:Listen=http://127.0.0.1:5081</c>.</param>
    /// <param name="configure">Changes the services last.</param>
    /// <exception cref="OptionsValidationException">Settings of one feature are invalid; all errors are named.</exception>
    /// <exception cref="AggregateException">Settings of several features are invalid; it holds one exception for
    /// each.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Settings are read once. To watch their files would mean to watch everything below the current folder, where the
        // database often is.
        string[] unwatched = ["--hostBuilder:reloadConfigOnChange=false", .. args];
        return Build(
            WebApplication.CreateBuilder(new WebApplicationOptions { Args = unwatched, ApplicationName = "Mxit.Server" }),
            configure);
    }

    /// <summary>
    /// Builds the server from these settings and nothing else: no environment variable and no file of the program around it
    /// counts.
    /// </summary>
    /// <inheritdoc cref="Build(string[], Action{WebApplicationBuilder}?)"/>
    internal static WebApplication BuildAlone(
        IEnumerable<KeyValuePair<string, string?>> settings, Action<WebApplicationBuilder>? configure)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Mxit.Server" });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.WebHost.UseKestrel();
        builder.Services.AddRouting();
        return Build(builder, configure);
    }

    private static WebApplication Build(WebApplicationBuilder builder, Action<WebApplicationBuilder>? configure)
    {
        var server = builder.AddServerSettings();
        builder.WebHost.UseUrls(server.Listen);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddHistoricHosts(server);
        builder.AddLogs(server);
        builder.AddDatabase(server);
        builder.Services
            .AddData()
            .AddAccounts()
            .AddProfiles()
            .AddMedia()
            .AddPictures()
            .AddGallery()
            .AddApps()
            .AddSignIn()
            .AddSessions()
            .AddAuthorizationServer()
            .AddRateLimits()
            .AddStreams()
            .AddIdempotency()
            .AddContacts()
            .AddMessages()
            .AddFileOffers()
            .AddDelivery()
            .AddMessenger()
            .AddRecommendations()
            .AddPages()
            .AddDevelopment(server)
            .AddOpenApi("messenger", MessengerDocument.Describe)
            .AddHostedService<GracefulStop>();
        builder.Services.AddGeneralErrors();
        configure?.Invoke(builder);

        var app = builder.Build();

        // The host would check them too, but only after it has made services that need them.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        var context = app.Services.GetRequiredService<ServerContext>();
        app.UseAdjustableClock();
        app.UseRequestLog(context);
        app.UseTrustedProxies();
        app.UseMiddleware<ResponseHeaders>();
        app.UseGeneralErrors();
        app.UseMiddleware<RequestGuard>();
        app.UseMiddleware<StorageErrors>();
        app.UseMiddleware<ReadinessGate>();
        app.UsePublicScheme(context);
        app.UsePagesByTls(context);
        app.UseFaultsWithoutToken(context);
        app.UseAuthorizationServer();
        app.UseRateLimits();
        app.UseFaults(context);
        var routes = app.MapGroup("").WithHead();
        routes.MapHealth();
        routes.MapAccounts().MapAuthorization().MapPages();
        routes.MapProfiles();
        routes.MapPictures();
        routes.MapGallery();
        routes.MapMessages();
        routes.MapFileOffers();
        routes.MapDelivery();
        routes.MapMessenger();
        routes.MapRecommendations();
        routes.MapContacts();
        routes.MapDevelopment(context);
        routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        return app;
    }

    private static ServerSettings AddServerSettings(this WebApplicationBuilder builder)
    {
        builder.Services.AddMxitSettings<ServerSettings>("Server");
        builder.Services.AddSingleton<IValidateOptions<ServerSettings>, ServerSettingsValidator>();
        builder.Services.AddSingleton(provider => Describe(provider.GetRequiredService<IOptions<ServerSettings>>().Value));
        return Settings.Read<ServerSettings>(builder.Configuration, "Server");
    }

    private static ServerContext Describe(ServerSettings server) =>
        new(server.GetPublicAddress(), server.GetDataFolder(), server.Development);
}
