namespace Mxit;

/// <summary>What became of a broadcast for one recipient.</summary>
public enum BroadcastStatus
{
    /// <summary>The server has accepted the message.</summary>
    Sent,

    /// <summary>There is no such person; nothing was sent to this recipient.</summary>
    Unknown,

    /// <summary>Something else went wrong, see <see cref="BroadcastResult.Error"/>; it is not tried again.</summary>
    Failed,
}
