namespace Mxit;

/// <summary>
/// Where the processes of one app share the tokens of the app itself, so that not each of them asks for its own. Every client
/// keeps its tokens in memory; this is asked only when memory has none, and told of each new one. Persons' tokens are never
/// given to it. Implementations must be safe for many threads.
/// </summary>
/// <remarks>
/// The client does without it when it fails or takes longer than two seconds, and does not report what it throws: an
/// implementation logs its own failures. A token is as good as a password: protect it before it leaves the process.
/// </remarks>
public abstract class MxitTokenCache
{
    /// <summary>The token under a key, or <see langword="null"/>. One that has ended may be given too; it is not used.</summary>
    /// <param name="key">
    /// Stands for the authorization server, the app with its present secret, and the set of scopes; visible ASCII of at most 100
    /// characters, from which none of them can be read.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract ValueTask<AccessToken?> GetAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keeps a token in place of the one before, at most until its end.</summary>
    /// <param name="key">The key, see <see cref="GetAsync"/>.</param>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract ValueTask SetAsync(string key, AccessToken token, CancellationToken cancellationToken);

    /// <summary>Forgets a token, because the server refused it.</summary>
    /// <param name="key">The key, see <see cref="GetAsync"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract ValueTask RemoveAsync(string key, CancellationToken cancellationToken);
}
