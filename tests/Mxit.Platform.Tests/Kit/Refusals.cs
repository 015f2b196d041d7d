using Mxit.Platform.Gallery;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Tests.Kit;

/// <summary>What a service said, in one word to compare.</summary>
internal static class Refusals
{
    /// <summary>The service did it.</summary>
    public static RefusalKind? Done => null;

    /// <summary>Why the service did not do it.</summary>
    public static RefusalKind? Kind(this Refusal? refusal) => refusal?.Kind;

    /// <inheritdoc cref="Kind(Refusal)"/>
    public static RefusalKind? Kind<T>(this Result<T> result) => result.Refusal?.Kind;

    /// <summary>Makes a folder of a person.</summary>
    public static Task<Refusal?> CreateFolderAsync(
        this GalleryService gallery, string userId, string name, CancellationToken cancellationToken) =>
            gallery.CreateFolderAsync(new Caller { UserId = userId, Scopes = [] }, name, key: null, cancellationToken);
}
