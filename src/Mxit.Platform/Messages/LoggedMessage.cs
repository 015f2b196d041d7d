namespace Mxit.Platform.Messages;

/// <summary>A message as the dispatcher reads it from the log: what decides who gets it, without its text.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="Position">The place in the log.</param>
/// <param name="SenderId">Who sent it.</param>
/// <param name="SenderIsApp">Whether an app sent it.</param>
/// <param name="Recipients">The user ids that it is for, separated by commas.</param>
/// <param name="Spool">Keep for people who are offline.</param>
/// <param name="ExpiresUtc">After this it is not delivered.</param>
internal readonly record struct LoggedMessage(
    int Lane, long Position, string SenderId, bool SenderIsApp, string Recipients, bool Spool, DateTime ExpiresUtc)
{
    /// <summary>
    /// A message that is not to be kept is for those who are online now. Its time does not count here: entries that are past
    /// theirs are never shown, and removing them is up to the cleaner, which does not trust a clock that has just jumped.
    /// </summary>
    public bool IsKeptFor(string userId, IPresence presence)
    {
        ArgumentNullException.ThrowIfNull(presence);
        return Spool || presence.IsOnline(userId);
    }
}

/// <summary>The dispatcher did not take a message for somebody.</summary>
/// <param name="Position">The message in the log.</param>
/// <param name="RecipientId">The user id of the one who does not get it.</param>
/// <param name="SenderId">Who sent it.</param>
/// <param name="Reason">Why.</param>
internal readonly record struct RefusedDelivery(long Position, string RecipientId, string SenderId, DeliveryFailureReason Reason);
