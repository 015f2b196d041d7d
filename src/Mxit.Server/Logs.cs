using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Mxit.Server;

/// <summary>What the console shows: lines for a person, or JSON for a machine.</summary>
internal static class Logs
{
    public static void AddLogs(this WebApplicationBuilder builder, ServerSettings server)
    {
        QuietLoggers.AddTo(builder);
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

        // Below the settings' own rules, which come later and win.
        builder.Logging.Services.Configure<LoggerFilterOptions>(filter =>
        {
            filter.Rules.Insert(0, new LoggerFilterRule(null, "Microsoft", LogLevel.Warning, null));
            filter.Rules.Insert(0, new LoggerFilterRule(null, "OpenIddict", LogLevel.Warning, null));

            // Reports forms and cookies of strangers that prove nothing. They are answered, and tell the operator nothing.
            filter.Rules.Insert(0, new LoggerFilterRule(null, "Microsoft.AspNetCore.Antiforgery", LogLevel.None, null));

            // Tells of each request without a good token. It is answered, and tells the operator nothing.
            filter.Rules.Insert(
                0, new LoggerFilterRule(null, "Mxit.Platform.Authorization.BearerHandler", LogLevel.Warning, null));

            // Warns that keys on disk are not encrypted: they lie in a folder that only the server's user may read.
            filter.Rules.Insert(0, new LoggerFilterRule(null, "Microsoft.AspNetCore.DataProtection", LogLevel.Error, null));
        });
    }
}
