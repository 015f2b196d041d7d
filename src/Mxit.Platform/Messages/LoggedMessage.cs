namespace Mxit.Platform.Messages;

/// <summary>A message as the dispatcher reads it from the log: what decides who gets it, without its text.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="Position">The place in the log.</param>
/// <param name="SenderId">Who sent it.</param>
/// <param name="SenderIsApp">Whether an app sent it.</param>
/// <param name="Recipients">The user ids that it is for, separated by commas.</param>
/// <param name="Spool">Keep for people who are offline.</param>
/// <param name="ExpiresUtc">After this it is not delivered.</param>
public readonly record struct LoggedMessage(
    int Lane, long Position, string SenderId, bool SenderIsApp, string Recipients, bool Spool, DateTime ExpiresUtc)
{
    /// <summary>
    /// The rule that no database has to be asked for: a message that is not to be kept is for those who are online now,
    /// and an expired one is for nobody.
    /// </summary>
    public bool MayReach(string userId, IPresence presence, DateTime nowUtc)
    {
        ArgumentNullException.ThrowIfNull(presence);
        return ExpiresUtc > nowUtc && (Spool || presence.IsOnline(userId));
    }
}
