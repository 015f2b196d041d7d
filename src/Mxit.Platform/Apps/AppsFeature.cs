using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Data;
using OpenIddict.Core;

namespace Mxit.Platform.Apps;

/// <summary>Apps: their names, their secrets, what they may do.</summary>
internal static class AppsFeature
{
    /// <summary>Adds what keeps apps.</summary>
    public static IServiceCollection AddApps(this IServiceCollection services)
    {
        services.AddScoped<AppStore>();
        services.AddScoped(provider => new AppService(
            provider.GetRequiredService<OpenIddictApplicationManager<App>>(),
            provider.GetRequiredService<AppStore>(),
            provider.GetRequiredService<IAppAccessEnder>(),
            provider.GetServices<IAppRemovedStore>(),
            provider.GetRequiredService<UnitsOfWork>(),
            provider.GetRequiredService<SecurityEvents>(),
            provider.GetRequiredService<Ids>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
