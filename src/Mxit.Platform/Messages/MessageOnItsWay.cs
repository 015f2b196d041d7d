namespace Mxit.Platform.Messages;

/// <summary>A message in the log, and whether it is dispatched.</summary>
internal sealed class MessageOnItsWay
{
    /// <summary>The message.</summary>
    public required Message Message { get; init; }

    /// <summary>The dispatcher has decided for each recipient.</summary>
    public required bool IsDispatched { get; init; }

    /// <summary>The log, and of each message whether it is dispatched: the newest range of its lane reaches it.</summary>
    public static IQueryable<MessageOnItsWay> From(IQueryable<Message> messages, IQueryable<DispatchRange> ranges) =>
        messages.Select(message => new MessageOnItsWay
        {
            Message = message,
            IsDispatched = message.Position <= ranges
                .Where(range => range.Lane == message.Lane)
                .OrderByDescending(range => range.FirstPosition)
                .Select(range => range.LastPosition)
                .FirstOrDefault(),
        });
}
