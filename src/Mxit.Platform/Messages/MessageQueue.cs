using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Mxit.Platform.Messages;

/// <summary>
/// Where sends wait for the next commit. Bounded: a server that falls behind says so at once, while everything that it has
/// accepted is still delivered.
/// </summary>
public sealed class MessageQueue
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

    private bool IsBehind => Volatile.Read(ref _undispatched) > _maxUndispatched;

    /// <summary>
    /// Puts a message in line and waits until its fate is known. There is no giving up: the message is in line all the same.
    /// </summary>
    internal Task<AppendOutcome> AppendAsync(PendingMessage message)
    {
        return IsBehind || !_waiting.Writer.TryWrite(message)
            ? Task.FromResult(AppendOutcome.Overloaded)
            : message.Settled;
    }

    /// <summary>Waits until at least one message is in line.</summary>
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

    internal void Appended(int recipients) => Interlocked.Add(ref _undispatched, recipients);

    // What was in the log before this process started was never counted in.
    internal void Dispatched(int recipients)
    {
        if (Interlocked.Add(ref _undispatched, -recipients) < 0)
        {
            Interlocked.Exchange(ref _undispatched, 0);
        }
    }
}
