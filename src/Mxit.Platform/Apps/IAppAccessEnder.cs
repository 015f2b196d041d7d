namespace Mxit.Platform.Apps;

/// <summary>
/// Something that lets apps in, such as tokens. It stops doing so when the secret is replaced or the app is removed.
/// </summary>
internal interface IAppAccessEnder
{
    /// <summary>Ends all that the app has, for itself and for people.</summary>
    Task EndAccessAsync(Guid appId, CancellationToken cancellationToken);
}
