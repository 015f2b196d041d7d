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
using Mxit.Platform.Data;
using Mxit.Platform.PostgreSql;
using Mxit.Platform.Sqlite;
using Mxit.Web;

namespace Mxit.Server;

/// <summary>
/// Puts the server together. The same for <c>mxit serve</c>, for a container and inside a test process: what is tested is
/// what runs.
/// </summary>
public static class MxitServer
{
    /// <summary>Builds the server; starting it is up to the caller.</summary>
    /// <param name="args">Settings from the command line, such as <c>--Mxit:Server:Listen=http://127.0.0.1:5081</c>.</param>
    /// <param name="configure">Changes the services last; for tests, to set the clock.</param>
    /// <exception cref="OptionsValidationException">A setting is wrong. When several are, the start reports the rest too.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = "Mxit.Server" });
        builder.Services.AddMxitSettings<ServerSettings>("Server");
        builder.Services.AddSingleton<IValidateOptions<ServerSettings>, ServerSettingsValidator>();
        var server = builder.Configuration.GetSection("Mxit:Server").Get<ServerSettings>() ?? new ServerSettings();
        builder.Services.AddSingleton(provider => Describe(provider.GetRequiredService<IOptions<ServerSettings>>().Value));
        builder.WebHost.UseUrls(server.Listen);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddLogs(server);
        builder.AddDatabase(server);
        builder.Services.AddData();
        builder.Services.AddAccounts().AddApps().AddAuthorizationServer().AddPages();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseAuthorizationServer();
        app.MapHealth();
        app.MapAccounts().MapAuthorization().MapPages();
        return app;
    }

    private static ServerContext Describe(ServerSettings server) =>
        new(server.GetPublicAddress(), Path.GetFullPath(server.DataFolder), server.Development);

    private static void AddLogs(this WebApplicationBuilder builder, ServerSettings server)
    {
        builder.Logging.ClearProviders();
        if (server.JsonLogs)
        {
            builder.Logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
        }
        else
        {
            builder.Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
            });
        }

        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("OpenIddict", LogLevel.Warning);

        // Warns that keys on disk are not encrypted: they lie in a folder that only the server's user may read.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
    }

    private static void AddDatabase(this WebApplicationBuilder builder, ServerSettings server)
    {
        var database = builder.Configuration.GetSection("Mxit:Database").Get<DatabaseSettings>() ?? new DatabaseSettings();
        if (database.Provider == DatabaseProvider.PostgreSql)
        {
            builder.Services.AddPostgreSql(database.ConnectionString);
        }
        else
        {
            builder.Services.AddSqlite(database.ConnectionString.Length > 0
                ? database.ConnectionString
                : $"Data Source={Path.Combine(server.DataFolder, "mxit.db")}");
        }
    }
}
