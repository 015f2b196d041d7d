using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;

namespace Mxit.Platform.SignIn;

/// <summary>Checking passwords and client secrets without letting anybody guess them.</summary>
internal static class SignInFeature
{
    /// <summary>Adds what checks passwords, and the events of the log about it.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddMxitSettings<SignInSettings>("SignIn");
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<AppThrottle>();
        services.AddSingleton<DeviceCookies>();
        services.AddSingleton<KnownAddressStore>();
        services.AddSingleton<IPersonRemovedStore>(provider => provider.GetRequiredService<KnownAddressStore>());
        services.AddSingleton(provider => new SignInService(
            provider.GetRequiredService<AccountService>(),
            provider.GetRequiredService<SignInThrottle>(),
            provider.GetRequiredService<DeviceCookies>(),
            provider.GetRequiredService<KnownAddressStore>(),
            provider.GetRequiredService<SecurityEvents>(),
            provider.GetRequiredService<IOptions<SignInSettings>>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
