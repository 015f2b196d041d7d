using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Accounts;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Profiles;

/// <summary>What people tell of themselves, and whether they are there.</summary>
internal static class ProfilesFeature
{
    /// <summary>Adds the feature.</summary>
    public static IServiceCollection AddProfiles(this IServiceCollection services)
    {
        services.AddMxitSettings<ProfileSettings>("Profiles");
        services.AddSingleton<ProfileStore>();
        services.AddSingleton(provider => new PersonStates(
            provider.GetRequiredService<IPresence>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ProfileService(
            provider.GetRequiredService<ProfileStore>(),
            provider.GetRequiredService<PersonDirectory>(),
            provider.GetRequiredService<PersonStates>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PresenceRecorder>();
        services.AddHostedService(provider => provider.GetRequiredService<PresenceRecorder>());
        return services;
    }

    /// <summary>
    /// Maps what <c>/user/*</c> has on profiles, and <c>/messenger/profile</c> and <c>/messenger/state</c>.
    /// </summary>
    public static void MapProfiles(this IEndpointRouteBuilder routes) => routes.MapProfileEndpoints();
}
