namespace Mxit;

/// <summary>What one call does differently. Members that are <see langword="null"/> leave the default.</summary>
public sealed record MxitCallOptions
{
    /// <summary>
    /// The scopes, separated by spaces, of the app token to use in place of the one scope that the call needs. Of no effect on
    /// a <see cref="MxitUserClient"/>, whose token carries what the person allowed.
    /// </summary>
    public string? Scope { get; init; }

    /// <summary>
    /// Names this one piece of work, 1 to 255 visible ASCII characters: calls that repeat the key repeat nothing. By default
    /// every send gets a fresh one; give your own to repeat a send of unknown fate. Of effect on messages and recommendations;
    /// all other calls can be repeated as they are.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// How long the call may take, from asking for a token to the last byte of the answer, in place of
    /// <see cref="MxitClientOptions.Timeout"/>. Of a download: until its content begins; afterwards it is how long the server may
    /// stay silent. More than zero, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.
    /// </summary>
    public TimeSpan? Timeout { get; init; }
}
