using Microsoft.Extensions.Options;

namespace Mxit.Platform.Messages;

/// <summary>
/// Keeps what waits for one person within <see cref="MessageSettings.MaxWaitingFromOne"/> and
/// <see cref="MessageSettings.MaxWaiting"/> without counting for each message. The database knows how much waits; here stands how
/// many more may follow before it has to be asked again, which is never too many. Who was not learned of for long has a
/// sixty-fourth of the limit at first: so far it may be passed.
/// </summary>
/// <remarks>Used by one dispatcher at a time; <see cref="Forget"/> may be called by anybody.</remarks>
internal sealed class SpoolLimits(IOptions<MessageSettings> settings, TimeProvider clock)
{
    private const int Capacity = 65_536;
    private const int UncountedPart = 64;

    // A full spool is not counted again for each message that it refuses.
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(10);

    private readonly GenerationCache<Room> _rooms = new(Capacity);

    /// <summary>How many messages of one sender may wait; counting further is not needed.</summary>
    public int MaxWaitingFromOne => settings.Value.MaxWaitingFromOne;

    /// <summary>How many messages of all senders may wait; counting further is not needed.</summary>
    public int MaxWaiting => settings.Value.MaxWaiting;

    /// <summary>
    /// Whether the database must be asked, and <see cref="Learn"/> be told, before this many messages can be decided.
    /// </summary>
    /// <param name="ownerId">Who gets them.</param>
    /// <param name="senderId">Who sends them.</param>
    /// <param name="fromSender">How many of this sender.</param>
    /// <param name="inAll">How many of all senders, these among them.</param>
    public bool MustAsk(string ownerId, string senderId, int fromSender = 1, int inAll = 1)
    {
        var all = AllOf(ownerId);
        var one = OneOf(ownerId, senderId);
        return (one.Left < fromSender && (MayAsk(one) || one.Epoch != all.Epoch)) || (all.Left < inAll && MayAsk(all));
    }

    /// <summary>Takes room for one message.</summary>
    /// <returns>Whether there was room.</returns>
    public bool TryTake(string ownerId, string senderId)
    {
        var all = AllOf(ownerId);
        var one = OneOf(ownerId, senderId);
        if (one.Left <= 0 || all.Left <= 0)
        {
            return false;
        }

        one.Left--;
        all.Left--;
        return true;
    }

    /// <summary>Takes in what the database says: how many messages are neither delivered nor expired.</summary>
    public void Learn(string ownerId, string senderId, int waitingFromSender, int waiting)
    {
        var all = AllOf(ownerId);
        var one = OneOf(ownerId, senderId);
        one.Epoch = all.Epoch;
        Set(one, MaxWaitingFromOne - waitingFromSender);
        Set(all, MaxWaiting - waiting);
    }

    /// <summary>Messages of this person were delivered: there may be room again.</summary>
    public void Forget(string ownerId)
    {
        if (_rooms.Find(Key(ownerId, "", stackalloc char[ownerId.Length + 1]), keep: false) is { } all)
        {
            all.Epoch++;
            all.AskAt = 0;
        }
    }

    private static ReadOnlySpan<char> Key(string ownerId, string senderId, Span<char> key)
    {
        ownerId.CopyTo(key);
        key[ownerId.Length] = ' ';
        senderId.CopyTo(key[(ownerId.Length + 1)..]);
        return key;
    }

    private Room AllOf(string ownerId) => Find(ownerId, "", MaxWaiting);

    private Room OneOf(string ownerId, string senderId) => Find(ownerId, senderId, MaxWaitingFromOne);

    private Room Find(string ownerId, string senderId, int limit)
    {
        var key = Key(ownerId, senderId, stackalloc char[ownerId.Length + 1 + senderId.Length]);
        var room = _rooms.Find(key, keep: true);
        if (room is null)
        {
            room = new Room { Left = limit / UncountedPart };
            _rooms.Set(key.ToString(), room);
        }

        return room;
    }

    private bool MayAsk(Room room) => room.AskAt == 0 || clock.GetTimestamp() >= room.AskAt;

    private void Set(Room room, int left)
    {
        room.Left = Math.Max(0, left);
        room.AskAt = left > 0 ? 0 : clock.GetTimestamp() + (long)(AskAgainAfter.TotalSeconds * clock.TimestampFrequency);
    }

    private sealed class Room
    {
        private long _askAt;
        private int _epoch;

        public int Left { get; set; }

        public long AskAt { get => Volatile.Read(ref _askAt); set => Volatile.Write(ref _askAt, value); }

        public int Epoch { get => Volatile.Read(ref _epoch); set => Volatile.Write(ref _epoch, value); }
    }
}
