using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Mxit.Platform.Media.Thumbnails;

/// <summary>Thumbnails of stored contents. Has no endpoints: whose content it is knows the feature that has it.</summary>
internal static class ThumbnailFeature
{
    /// <summary>Adds what the features need to show thumbnails. Once is enough.</summary>
    public static IServiceCollection AddThumbnails(this IServiceCollection services)
    {
        services.TryAddSingleton<ThumbnailStore>();
        services.TryAddSingleton<ThumbnailMaker>();
        services.TryAddSingleton<ThumbnailPreparer>();
        services.TryAddSingleton(provider => new ThumbnailService(
            provider.GetRequiredService<ThumbnailStore>(),
            provider.GetRequiredService<ThumbnailMaker>(),
            provider.GetRequiredService<ThumbnailPreparer>(),
            provider.GetRequiredService<IMediaStorage>(),
            provider.GetRequiredService<IOptions<MediaSettings>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMediaReferences, ThumbnailStore>(
            provider => provider.GetRequiredService<ThumbnailStore>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ThumbnailPreparer>(
            provider => provider.GetRequiredService<ThumbnailPreparer>()));
        return services;
    }
}
