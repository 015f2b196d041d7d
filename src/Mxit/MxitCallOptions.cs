namespace Mxit;

/// <summary>What one call does differently. Members that are <see langword="null"/> leave the default.</summary>
public sealed class MxitCallOptions
{
    /// <summary>
    /// The scopes of the app token to use in place of the one scope that the call needs, see <see cref="MxitScopes"/>; at least one. Of no
    /// effect on a <see cref="MxitUserClient"/>, whose token carries what the person allowed, nor on <see cref="OAuthClient"/>.
    /// </summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>
    /// Names this one piece of work, 1 to 255 visible ASCII characters: calls with the same key do the work once. By default
    /// every call gets a fresh one, which its exceptions name (<see cref="MxitException.IdempotencyKey"/>); give your own to retry
    /// across restarts of a program. Of effect on messages, recommendations, folders, uploads to the gallery and file offers; all other
    /// calls can be made again as they are.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// How long the call may take, from asking for a token to the last byte of the answer, with all attempts, in place of
    /// <see cref="MxitClientOptions.Timeout"/>. Of an upload: since the last byte that went. Of a download: until its content begins;
    /// afterwards it is how long the server may stay silent. More than zero, or
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// How often to retry the call when its error is transient, in place of <see cref="MxitClientOptions.MaxRetries"/>: 0 for
    /// never, at most 10. Counts for the token request that the call makes too: with 0 it makes one at most. A token request that calls
    /// share is retried as often as the most patient of them allows.
    /// </summary>
    public int? MaxRetries { get; init; }
}
