using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Mxit.Platform;
using Mxit.Platform.Data;
using Mxit.Platform.Wire;

namespace Mxit.Server.Development;

/// <summary>
/// What development mode adds to the server: faults on purpose and a log of requests. Other servers have nothing of it.
/// </summary>
internal static class DevelopmentFeature
{
    public static IServiceCollection AddDevelopment(this IServiceCollection services, ServerSettings server) => server.Development
        ? services.AddSingleton<Faults>()
            .AddSingleton<RequestLog>().AddSingleton<DevelopmentRun>().AddSingleton<DevelopmentReset>()
            .AddOpenApi("development", DevelopmentDocument.Describe)
            .AddSingleton(new AdjustableClock())
            .Replace(ServiceDescriptor.Singleton<TimeProvider>(provider => provider.GetRequiredService<AdjustableClock>()))
        : services;

    /// <summary>Lets a server in development mode run on this clock; another one keeps its own.</summary>
    public static void ReplaceClock(this IServiceCollection services, AdjustableClock clock)
    {
        if (services.Any(service => service.ServiceType == typeof(AdjustableClock)))
        {
            services.Replace(ServiceDescriptor.Singleton(clock));
        }
    }

    /// <summary>Lets background work that is due run when the clock is moved.</summary>
    public static void UseAdjustableClock(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetRequiredService<TimeProvider>() is AdjustableClock clock)
        {
            clock.AdvancedAsync = () => RunDueWorkAsync(app.ApplicationServices);
        }
    }

    /// <summary>Logs requests; comes first.</summary>
    public static void UseRequestLog(this IApplicationBuilder app, ServerContext server)
    {
        if (server.IsDevelopment)
        {
            app.UseMiddleware<RequestLogMiddleware>();
        }
    }

    /// <summary>
    /// Lets faults happen to requests that bring no token, such as those of <c>/token</c>; comes before the authorization server,
    /// which responds to some of them itself.
    /// </summary>
    public static void UseFaultsWithoutToken(this IApplicationBuilder app, ServerContext server)
    {
        if (server.IsDevelopment)
        {
            app.UseWhen(context => !TakesToken(context), branch => branch.UseMiddleware<FaultMiddleware>());
        }
    }

    /// <summary>Lets faults happen to the others; comes after what finds out who calls, and before the endpoints.</summary>
    public static void UseFaults(this IApplicationBuilder app, ServerContext server)
    {
        if (server.IsDevelopment)
        {
            app.UseWhen(TakesToken, branch => branch.UseMiddleware<FaultMiddleware>());
        }
    }

    private static bool TakesToken(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<TokenRequirement>() is not null;

    private static async Task RunDueWorkAsync(IServiceProvider services)
    {
        foreach (var work in services.GetServices<IHostedService>().OfType<PeriodicWork>())
        {
            await work.RunOnceAsync(CancellationToken.None);
        }
    }
}
