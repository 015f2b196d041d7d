namespace Mxit.Platform.Messages;

/// <summary>How far the dispatcher has come.</summary>
/// <param name="Positions">The last dispatched position of each lane that has one.</param>
/// <param name="Cursor">The greatest cursor that was given out.</param>
/// <param name="Position">The greatest position that anything names, also of messages that are not in the log any more.</param>
internal sealed record DispatchEnd(IReadOnlyDictionary<int, long> Positions, long Cursor, long Position);
