using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Mxit.Platform.Messages;

/// <summary>Sending: the log, the dispatcher, the Messaging API.</summary>
internal static class MessagesFeature
{
    /// <summary>Adds the feature. The host adds one <see cref="IMessageLog"/> besides.</summary>
    public static IServiceCollection AddMessages(this IServiceCollection services)
    {
        services.AddMxitSettings<MessageSettings>("Messages");
        services.AddSingleton<MessageQueue>();
        services.AddSingleton<MessageService>();
        services.AddSingleton<MessageNews>();
        services.AddSingleton<IPresence>(provider => provider.GetRequiredService<MessageNews>());
        services.AddSingleton<DeliveryNews>();
        services.AddSingleton<SpoolLimits>();
        services.AddSingleton<DispatchRepairStore>();
        services.AddHostedService<MessagePump>();
        return services;
    }

    /// <summary>Maps <c>/message/*</c>.</summary>
    public static void MapMessages(this IEndpointRouteBuilder routes) => routes.MapMessageEndpoints();
}
