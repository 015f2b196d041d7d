namespace Mxit;

/// <summary>Options for one call. A member that is <see langword="null"/> means the default of the client.</summary>
public sealed class MxitCallOptions
{
    /// <summary>
    /// The scopes of the app token, in place of the one scope that the call needs, see <see cref="MxitScopes"/>; at least one. It
    /// has no effect on calls of a <see cref="MxitUserClient"/>, whose token has the scopes that the person allowed, or of an
    /// <see cref="OAuthClient"/>.
    /// </summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>
    /// The idempotency key, 1 to 255 visible ASCII characters: calls with the same key do the work once. By default every call
    /// gets a new key, which its exceptions contain (<see cref="MxitException.IdempotencyKey"/>). Set your own key to retry a
    /// call after a restart of the program. Messages, recommendations, new folders, uploads to the gallery and file offers use
    /// it; other calls need no key.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// The time-out of the whole call, with its token request, all attempts and the delays between them, in place of
    /// <see cref="MxitClientOptions.Timeout"/>. For an upload it counts from the last byte that was sent. For a download it ends
    /// when the content starts; from then on it limits the wait for the next bytes. More than zero, or
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// How often the call is retried after a transient failure, in place of <see cref="MxitClientOptions.MaxRetries"/>; 0 to 10.
    /// It limits the token request of the call too: with 0 the call sends at most one. A token request that several calls share
    /// is retried as often as the largest of their limits.
    /// </summary>
    public int? MaxRetries { get; init; }
}
