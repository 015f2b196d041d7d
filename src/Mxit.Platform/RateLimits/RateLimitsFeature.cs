using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Mxit.Platform.RateLimits;

/// <summary>One caller's overuse never slows another.</summary>
internal static class RateLimitsFeature
{
    /// <summary>Adds the limits and their clean-up.</summary>
    public static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddMxitSettings<RateLimitSettings>("RateLimits");
        services.AddSingleton<RateLimits>();
        services.AddHostedService<IdleBucketCleaner>();
        return services;
    }

    /// <summary>Counts requests; comes after what finds out who calls.</summary>
    public static IApplicationBuilder UseRateLimits(this IApplicationBuilder app) => app.UseMiddleware<RateLimitMiddleware>();
}
