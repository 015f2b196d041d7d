using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Contacts;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Recommendations;

/// <summary>Apps that people recommend to each other.</summary>
internal static class RecommendationsFeature
{
    /// <summary>Adds the feature.</summary>
    public static IServiceCollection AddRecommendations(this IServiceCollection services)
    {
        services.AddMxitSettings<RecommendationSettings>("Recommendations");
        services.AddSingleton<RecommendationStore>();
        services.AddSingleton<IPersonRemovedStore>(provider => provider.GetRequiredService<RecommendationStore>());
        services.AddSingleton<IAppAddedStore>(provider => provider.GetRequiredService<RecommendationStore>());
        services.AddSingleton<CallbackClient>();
        services.AddHostedService<CallbackSender>();
        services.AddScoped(provider => new RecommendationService(
            provider.GetRequiredService<RecommendationStore>(),
            provider.GetRequiredService<AppService>(),
            provider.GetRequiredService<ContactService>(),
            provider.GetRequiredService<MessageService>(),
            provider.GetRequiredService<ServerContext>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Maps <c>POST /user/recommend</c>.</summary>
    public static void MapRecommendations(this IEndpointRouteBuilder routes) => RecommendationEndpoints.Map(routes);
}
