using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Media;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.Media;

namespace Mxit.Platform.Pictures;

/// <summary>Avatars and covers.</summary>
internal static class PicturesFeature
{
    /// <summary>Adds the feature.</summary>
    public static IServiceCollection AddPictures(this IServiceCollection services)
    {
        services.AddSingleton<PictureStore>();
        services.AddSingleton<IPersonRemovedStore, PictureRemovalStore>();
        services.AddSingleton<IMediaReferences>(provider => provider.GetRequiredService<PictureStore>());
        services.AddSingleton<DefaultPictures>();
        services.AddSingleton(provider => new PictureService(
            provider.GetRequiredService<PictureStore>(),
            provider.GetRequiredService<UnitsOfWork>(),
            provider.GetRequiredService<PersonDirectory>(),
            provider.GetRequiredService<DefaultPictures>(),
            provider.GetRequiredService<PictureMaker>(),
            provider.GetRequiredService<UploadReader>(),
            provider.GetRequiredService<IMediaStorage>(),
            provider.GetRequiredService<MediaReleaser>(),
            provider.GetRequiredService<IOptions<MediaSettings>>(),
            provider.GetRequiredService<Ids>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PictureService>>()));
        return services;
    }

    /// <summary>
    /// Maps <c>/user/public/avatar/{mxitId}</c>, <c>/user/avatar</c>, <c>/user/cover</c> and
    /// <c>/messenger/people/{userId}/avatar</c>.
    /// </summary>
    public static void MapPictures(this IEndpointRouteBuilder routes) => routes.MapPictureEndpoints();
}
