using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Data;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Media;
using Mxit.Platform.Media.Thumbnails;

namespace Mxit.Platform.Gallery;

/// <summary>The galleries of people and apps: folders and files.</summary>
internal static class GalleryFeature
{
    /// <summary>Adds the feature.</summary>
    public static IServiceCollection AddGallery(this IServiceCollection services)
    {
        services.AddMxitSettings<GallerySettings>("Gallery");
        services.AddThumbnails();
        services.AddSingleton<GalleryStore>();
        services.AddSingleton<GalleryChangeStore>();
        services.AddSingleton<IPersonRemovedStore>(provider => provider.GetRequiredService<GalleryChangeStore>());
        services.AddSingleton<IAppRemovedStore>(provider => provider.GetRequiredService<GalleryChangeStore>());
        services.AddSingleton<IMediaReferences>(provider => provider.GetRequiredService<GalleryStore>());
        services.AddSingleton(provider => new GalleryService(
            provider.GetRequiredService<GalleryStore>(),
            provider.GetRequiredService<GalleryChangeStore>(),
            provider.GetRequiredService<UnitsOfWork>(),
            provider.GetRequiredService<IMediaStorage>(),
            provider.GetRequiredService<IdempotencyService>(),
            provider.GetRequiredService<IOptions<GallerySettings>>(),
            provider.GetRequiredService<Ids>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<GalleryService>>()));
        services.AddSingleton(provider => new GalleryViewService(
            provider.GetRequiredService<GalleryStore>(),
            provider.GetRequiredService<IOptions<GallerySettings>>()));
        services.AddSingleton(provider => new GalleryUploader(
            provider.GetRequiredService<GalleryStore>(),
            provider.GetRequiredService<UnitsOfWork>(),
            provider.GetRequiredService<IMediaStorage>(),
            provider.GetRequiredService<UploadReader>(),
            provider.GetRequiredService<MetadataFreeCopies>(),
            provider.GetRequiredService<ThumbnailService>(),
            provider.GetRequiredService<IdempotencyService>(),
            provider.GetRequiredService<IOptions<GallerySettings>>(),
            provider.GetRequiredService<Ids>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<GalleryUploader>>()));
        return services;
    }

    /// <summary>Maps what is below <c>/user/media</c> and <c>/messenger/media</c>.</summary>
    public static void MapGallery(this IEndpointRouteBuilder routes)
    {
        routes.MapGalleryEndpoints();
        routes.MapMessengerMedia();
    }
}
