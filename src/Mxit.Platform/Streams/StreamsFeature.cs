using Microsoft.Extensions.DependencyInjection;

namespace Mxit.Platform.Streams;

/// <summary>Live news as server-sent events.</summary>
internal static class StreamsFeature
{
    /// <summary>Adds what features answer with that tell live news.</summary>
    public static IServiceCollection AddStreams(this IServiceCollection services)
    {
        services.AddMxitSettings<StreamSettings>("Streams");
        services.AddSingleton<OpenStreams>();
        services.AddSingleton<EventStreams>();
        return services;
    }
}
