using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Delivery;

/// <summary>What becomes of messages after they were accepted: acknowledgements, expiry, and what senders hear of it.</summary>
internal static class DeliveryFeature
{
    /// <summary>Adds the feature. The host adds one <see cref="IAcknowledgementLog"/> besides.</summary>
    public static IServiceCollection AddDelivery(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<DeliveryStore>();
        services.AddSingleton<ExpiredMessageStore>();
        services.AddSingleton(provider => new DeliveryService(
            provider.GetRequiredService<DeliveryStore>(),
            provider.GetRequiredService<DeliveryNews>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AcknowledgementPump>();
        services.AddHostedService(provider => provider.GetRequiredService<AcknowledgementPump>());
        services.AddHostedService<ExpiredMessageCleaner>();
        return services;
    }

    /// <summary>Maps <c>/delivery/*</c>.</summary>
    public static void MapDelivery(this IEndpointRouteBuilder routes) => routes.MapDeliveryEndpoints();
}
