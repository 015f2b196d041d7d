namespace Mxit;

/// <summary>
/// A cache in which the processes of an app share the app's own tokens. Every client keeps its tokens in memory; it reads the
/// cache only when it has no valid token, and writes each new one to it. Tokens of persons are never cached here. Implementations
/// must be thread-safe.
/// </summary>
/// <remarks>
/// When the cache fails or takes longer than two seconds, the client continues without it and does not report the exception: an
/// implementation logs its own errors. A token is as good as a password: encrypt it before it leaves the process.
/// </remarks>
public abstract class MxitTokenCache
{
    /// <summary>Gets the token of a key, or <see langword="null"/>. It may return an expired token, which is not used.</summary>
    /// <param name="key">
    /// A hash of the authorization server, the app, its secret and the scopes; at most 100 visible ASCII characters.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract ValueTask<AccessToken?> GetAsync(string key, CancellationToken cancellationToken);

    /// <summary>Saves a token in place of the previous one, at most until it expires.</summary>
    /// <param name="key">The key, see <see cref="GetAsync"/>.</param>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract ValueTask SetAsync(string key, AccessToken token, CancellationToken cancellationToken);

    /// <summary>Removes a token that the server refused.</summary>
    /// <param name="key">The key, see <see cref="GetAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract ValueTask RemoveAsync(string key, CancellationToken cancellationToken);
}
