namespace Mxit.Platform.Messages;

/// <summary>A message in the log, and whether it went where it goes.</summary>
internal sealed class MessageOnItsWay
{
    /// <summary>The message.</summary>
    public required Message Message { get; init; }

    /// <summary>The dispatcher has decided for each recipient.</summary>
    public required bool IsDispatched { get; init; }
}
