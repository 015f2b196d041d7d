using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Media;
using Mxit.Platform.Data;

namespace Mxit.Platform.Media;

/// <summary>
/// The bytes of media, the making of pictures, and copies without metadata. Serves the features that store either; has no
/// endpoints.
/// </summary>
internal static class MediaFeature
{
    /// <summary>Adds what the features need to store media. Each of them adds an <see cref="IMediaReferences"/>.</summary>
    public static IServiceCollection AddMedia(this IServiceCollection services)
    {
        services.AddMxitSettings<MediaSettings>("Media");
        services.AddSingleton<MediaFolder>();
        services.AddSingleton<IStoragePart>(provider => provider.GetRequiredService<MediaFolder>());
        services.AddSingleton<IMediaStorage, FolderMediaStorage>();
        services.AddSingleton<UploadReader>();
        services.AddSingleton(provider => new PictureMaker(
            provider.GetRequiredService<IOptions<MediaSettings>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<MetadataFreeCopies>();
        services.AddSingleton<MediaReleaseStore>();
        services.AddSingleton(provider => new MediaReleaser(
            provider.GetRequiredService<MediaReleaseStore>(),
            provider.GetRequiredService<StorageMonitor>(),
            provider.GetRequiredService<ILogger<MediaReleaser>>()));
        services.AddSingleton<MediaSweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<MediaSweeper>());
        return services;
    }
}
