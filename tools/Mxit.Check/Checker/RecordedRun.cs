namespace Mxit.Check.Checker;

/// <summary>A history, put in order for the judge.</summary>
internal sealed class RecordedRun
{
    private RecordedRun()
    {
    }

    public List<RoundBegun> Rounds { get; } = [];

    public Dictionary<int, SentMessage> Sends { get; } = [];

    /// <summary>What each reader got, in the order in which it did.</summary>
    public Dictionary<ReaderName, List<Shown>> Readers { get; } = [];

    public ILookup<string, MarkBegun> MarksBegun { get; private set; } = null!;

    public ILookup<string, MarkEnded> MarksEnded { get; private set; } = null!;

    public Dictionary<(int Send, string Receiver), StateTold> States { get; } = [];

    public List<Misbehaved> Misbehaviours { get; } = [];

    /// <summary>The latest that the server's clock ever showed.</summary>
    public DateTime LatestUtc { get; private set; }

    public static RecordedRun From(IEnumerable<HistoryEntry> history)
    {
        var run = new RecordedRun();
        var (begun, ended) = (new List<MarkBegun>(), new List<MarkEnded>());
        foreach (var entry in history)
        {
            switch (entry)
            {
                case RoundBegun round:
                    run.Rounds.Add(round);
                    break;
                case SendBegun send:
                    run.Sends.Add(send.Send, new SentMessage(send));
                    run.Look(send.Time);
                    break;
                case SendEnded answer:
                    run.Sends[answer.Send].Attempts.Add(answer);
                    run.Look(answer.Time);
                    break;
                case Shown shown:
                    run.ListOf(new ReaderName(shown.Reader, shown.Receiver)).Add(shown);
                    run.Look(shown.Time);
                    break;
                case MarkBegun mark:
                    begun.Add(mark);
                    break;
                case MarkEnded mark:
                    ended.Add(mark);
                    break;
                case StateTold state:
                    run.States[(state.Send, state.Receiver)] = state;
                    run.Look(state.Time);
                    break;
                case Misbehaved misbehaved:
                    run.Misbehaviours.Add(misbehaved);
                    break;
                default:
                    throw new InvalidOperationException($"There is no rule for {entry.GetType().Name}.");
            }
        }

        run.MarksBegun = begun.ToLookup(mark => mark.Receiver);
        run.MarksEnded = ended.ToLookup(mark => mark.Receiver);
        return run;
    }

    /// <summary>The message of which a reader got this; <see langword="null"/> when nobody sent such a one.</summary>
    public SentMessage? FindOrNull(Shown shown) =>
        MessageText.TryReadNumber(shown.Text, out var number) ? Sends.GetValueOrDefault(number) : null;

    private List<Shown> ListOf(ReaderName reader)
    {
        if (!Readers.TryGetValue(reader, out var list))
        {
            Readers[reader] = list = [];
        }

        return list;
    }

    private void Look(TimeSpanUtc time) => LatestUtc = time.Latest > LatestUtc ? time.Latest : LatestUtc;
}

/// <summary>A reader of somebody's messages.</summary>
internal readonly record struct ReaderName(string Reader, string Receiver)
{
    /// <summary>After the last round this one reads everything from the beginning.</summary>
    public const string Fresh = "fresh";

    public bool IsFresh => Reader == Fresh;
}

/// <summary>A message, with what its sender heard.</summary>
internal sealed class SentMessage(SendBegun begun)
{
    public SendBegun Begun => begun;

    public List<SendEnded> Attempts { get; } = [];

    /// <summary>The first answer that it was accepted.</summary>
    public SendEnded? Acknowledged => Attempts.Find(attempt => attempt.Status == 200);

    /// <summary>It was sent again after an answer was lost.</summary>
    public bool IsRepeatedAfterLoss => Attempts.Exists(attempt => attempt.Status is null && attempt != Attempts[^1]);

    /// <summary>The earliest moment at which it can be past its time; never when it has none.</summary>
    public DateTime EarliestExpiryUtc =>
        begun.SpoolSeconds is { } seconds ? begun.Time.Earliest.AddSeconds(seconds) : DateTime.MaxValue;
}
