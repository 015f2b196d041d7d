using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Mxit.Platform.Messages;

/// <summary>
/// Where sends wait for the next commit. Bounded: a server that falls behind says so at once, while everything that it has
/// accepted is still delivered.
/// </summary>
internal sealed class MessageQueue
{
    private readonly Channel<PendingMessage> _waiting;
    private readonly int _length;
    private readonly int _maxUndispatched;
    private long _undispatched;

    /// <summary>Makes an empty queue.</summary>
    public MessageQueue(IOptions<MessageSettings> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _maxUndispatched = settings.Value.MaxUndispatched;
        _length = settings.Value.QueueLength;
        _waiting = Channel.CreateBounded<PendingMessage>(_length);
    }

    /// <summary>The queue turns sends away.</summary>
    public bool IsOverloaded => IsBehind || _waiting.Reader.Count >= _length;

    /// <summary>How far the dispatcher is behind, from 0 (all is in inboxes) to 1 (the limit, and a little more).</summary>
    internal double Backlog => (double)Volatile.Read(ref _undispatched) / _maxUndispatched;

    private bool IsBehind => Volatile.Read(ref _undispatched) >= _maxUndispatched;

    /// <summary>
    /// Puts a message in the queue and waits until its outcome is known. There is no giving up: the message is in the queue all
    /// the same.
    /// </summary>
    internal Task<AppendOutcome> AppendAsync(PendingMessage message)
    {
        if (TryReserve(message.RecipientCount))
        {
            if (_waiting.Writer.TryWrite(message))
            {
                return message.Settled;
            }

            Release(message.RecipientCount);
        }

        return Task.FromResult(AppendOutcome.Overloaded);
    }

    /// <summary>
    /// Counts recipients in, before they are in the queue: counted after their commit they could be dispatched before, and all
    /// who wait at that moment would pass the limit together. The message that reaches the limit is the last one to be taken.
    /// </summary>
    internal bool TryReserve(int recipients)
    {
        if (Interlocked.Add(ref _undispatched, recipients) - recipients < _maxUndispatched)
        {
            return true;
        }

        Release(recipients);
        return false;
    }

    /// <summary>The outcome of a message is known. One that is not appended gives back what it was counted in for.</summary>
    internal void Settle(PendingMessage message, AppendOutcome outcome)
    {
        if (outcome != AppendOutcome.Appended)
        {
            Release(message.RecipientCount);
        }

        message.Settle(outcome);
    }

    /// <summary>Waits until at least one message is in the queue.</summary>
    internal ValueTask<bool> WaitAsync(CancellationToken cancellationToken) =>
        _waiting.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes everybody who waits, up to a number.</summary>
    internal void Take(List<PendingMessage> into, int atMost)
    {
        while (into.Count < atMost && _waiting.Reader.TryRead(out var message))
        {
            into.Add(message);
        }
    }

    internal void Dispatched(int recipients) => Release(recipients);

    /// <summary>
    /// Another process dispatches, and does not say how far it has come. The length of the line is the limit here.
    /// </summary>
    internal void DispatchedElsewhere() => Interlocked.Exchange(ref _undispatched, 0);

    // Never below zero, also where more was dispatched than was counted in: what was in the log before this process started, what
    // another process appended, and what was committed although its commit seemed to fail.
    private void Release(int recipients)
    {
        if (Interlocked.Add(ref _undispatched, -recipients) < 0)
        {
            Interlocked.Exchange(ref _undispatched, 0);
        }
    }
}
