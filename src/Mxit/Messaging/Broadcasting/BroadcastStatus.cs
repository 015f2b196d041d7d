namespace Mxit;

/// <summary>The result of a broadcast for one recipient.</summary>
public enum BroadcastStatus
{
    /// <summary>The server has accepted the message.</summary>
    Sent,

    /// <summary>There is no such person; nothing was sent to this recipient.</summary>
    Unknown,

    /// <summary>Another error occurred, see <see cref="BroadcastResult.Error"/>. It is not retried.</summary>
    Failed,
}
