using Microsoft.Extensions.Options;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Streams;

/// <summary>
/// The streams that are open now. Programs that lose their connection without a word leave old streams behind, so where
/// there are too many it is the oldest that ends.
/// </summary>
internal sealed class OpenStreams(IOptions<StreamSettings> settings)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Holder, LinkedList<OpenStream>> _open = [];

    /// <summary>Opens a stream, which may end the oldest one of the same kind, caller and app.</summary>
    /// <param name="kind">What the stream tells of.</param>
    /// <param name="caller">Whom it tells.</param>
    public OpenStream Open(string kind, Caller caller)
    {
        var stream = new OpenStream(this, new Holder(kind, caller.Id, caller.ClientId));
        OpenStream? oldest = null;
        lock (_lock)
        {
            if (!_open.TryGetValue(stream.Holder, out var streams))
            {
                _open[stream.Holder] = streams = [];
            }

            if (streams.Count >= settings.Value.MaxOpen)
            {
                oldest = streams.First!.Value;
                streams.RemoveFirst();
            }

            streams.AddLast(stream.Place);
        }

        oldest?.Replace();
        return stream;
    }

    private void Close(OpenStream stream)
    {
        lock (_lock)
        {
            if (stream.Place.List is not { } streams)
            {
                return;
            }

            streams.Remove(stream.Place);
            if (streams.Count == 0)
            {
                _open.Remove(stream.Holder);
            }
        }
    }

    /// <summary>One stream, until it is disposed.</summary>
    internal sealed class OpenStream : IDisposable
    {
        private readonly OpenStreams _owner;
        private readonly CancellationTokenSource _replaced = new();

        internal OpenStream(OpenStreams owner, Holder holder)
        {
            (_owner, Holder) = (owner, holder);
            Place = new LinkedListNode<OpenStream>(this);
        }

        /// <summary>Ends when a newer stream takes the place of this one.</summary>
        public CancellationToken Replaced => _replaced.Token;

        internal Holder Holder { get; }

        internal LinkedListNode<OpenStream> Place { get; }

        // The source stays undisposed: it has no timer, and whoever replaces this stream may be about to cancel it.
        public void Dispose() => _owner.Close(this);

        // What the end brings about is not done by the one who opens another.
        internal void Replace() => _ = _replaced.CancelAsync();
    }

    internal readonly record struct Holder(string Kind, string CallerId, string? ClientId);
}
