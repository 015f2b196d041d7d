using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Contacts;
using Mxit.Platform.Delivery;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Messenger;

/// <summary>The people's API: conversations, messages, acknowledgements, live news.</summary>
internal static class MessengerFeature
{
    /// <summary>Adds the feature.</summary>
    public static IServiceCollection AddMessenger(this IServiceCollection services)
    {
        services.AddSingleton<MessengerStore>();
        services.AddSingleton(provider => new MessengerService(
            provider.GetRequiredService<MessengerStore>(),
            provider.GetRequiredService<MessageService>(),
            provider.GetRequiredService<ContactService>(),
            provider.GetRequiredService<MessageNews>(),
            provider.GetRequiredService<AcknowledgementPump>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Maps <c>/messenger/*</c>.</summary>
    public static void MapMessenger(this IEndpointRouteBuilder routes) => routes.MapMessengerEndpoints();
}
