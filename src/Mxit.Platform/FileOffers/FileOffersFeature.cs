using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.Gallery;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Media;
using Mxit.Platform.Media.Thumbnails;
using Mxit.Platform.Messages;

namespace Mxit.Platform.FileOffers;

/// <summary>Files that people and apps offer to people.</summary>
internal static class FileOffersFeature
{
    /// <summary>Adds the feature.</summary>
    public static IServiceCollection AddFileOffers(this IServiceCollection services)
    {
        services.AddMxitSettings<FileOfferSettings>("FileOffers");
        services.AddThumbnails();
        services.AddSingleton<IValidateOptions<FileOfferSettings>, FileOfferSettingsValidator>();
        services.AddSingleton<FileOfferStore>();
        services.AddSingleton<FileOfferChangeStore>();
        services.AddSingleton<IFilesRemovedStore, FileOfferWithdrawalStore>();
        services.AddSingleton<IMediaReferences>(provider => provider.GetRequiredService<FileOfferStore>());
        services.AddSingleton(provider => new FileOfferSender(
            provider.GetRequiredService<FileOfferStore>(),
            provider.GetRequiredService<FileOfferChangeStore>(),
            provider.GetRequiredService<UnitsOfWork>(),
            provider.GetRequiredService<GalleryUploader>(),
            provider.GetRequiredService<MetadataFreeCopies>(),
            provider.GetRequiredService<ThumbnailService>(),
            provider.GetRequiredService<MediaReleaser>(),
            provider.GetRequiredService<MessageService>(),
            provider.GetRequiredService<PersonDirectory>(),
            provider.GetRequiredService<IdempotencyService>(),
            provider.GetRequiredService<IOptions<FileOfferSettings>>(),
            provider.GetRequiredService<IOptions<MessageSettings>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<FileOfferSender>>()));
        services.AddSingleton(provider => new FileOfferService(
            provider.GetRequiredService<FileOfferStore>(),
            provider.GetRequiredService<FileOfferChangeStore>(),
            provider.GetRequiredService<UnitsOfWork>(),
            provider.GetRequiredService<IMediaStorage>(),
            provider.GetRequiredService<IOptions<GallerySettings>>(),
            provider.GetRequiredService<MediaReleaser>(),
            provider.GetRequiredService<MessageNews>(),
            provider.GetRequiredService<Ids>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ExpiredOfferCleaner>();
        services.AddHostedService(provider => provider.GetRequiredService<ExpiredOfferCleaner>());
        return services;
    }

    /// <summary>Maps what is below <c>/user/media/file/send</c> and <c>/messenger/offers</c>.</summary>
    public static void MapFileOffers(this IEndpointRouteBuilder routes)
    {
        routes.MapFileOfferEndpoints();
        routes.MapMessengerOffers();
    }
}
