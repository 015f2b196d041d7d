namespace Mxit.Platform.Messages;

/// <summary>
/// The message path of one database brand: the only statements that are written by hand, because everything that is sent
/// goes through them.
/// </summary>
internal interface IMessageLog
{
    /// <summary>
    /// How many writers append side by side. More than one only where the database commits more than one transaction at a
    /// time.
    /// </summary>
    int Writers { get; }

    /// <summary>
    /// The one writer also dispatches, in the transaction of the appends, because the database has one writer at a time
    /// anyway. Otherwise <see cref="OpenDispatcherAsync"/> opens a second connection.
    /// </summary>
    bool WriterDispatches { get; }

    /// <summary>
    /// Runs all that a writer does, from its start to its end, where the work of the database belongs: on the thread pool, unless
    /// the database works in the thread of its caller.
    /// </summary>
    /// <param name="work">What it does; ends soon after it is told to stop.</param>
    /// <param name="cancellationToken">Tells it to stop.</param>
    Task RunWriterAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) =>
        Task.Run(() => work(cancellationToken), CancellationToken.None);

    /// <summary>Opens a writer on a lane that nobody else holds.</summary>
    Task<IMessageWriter> OpenWriterAsync(CancellationToken cancellationToken);

    /// <summary>Opens the dispatcher.</summary>
    /// <returns>The dispatcher, or <see langword="null"/> while another process dispatches.</returns>
    Task<IMessageWriter?> OpenDispatcherAsync(CancellationToken cancellationToken);
}

/// <summary>
/// One connection to the database. Used by one caller at a time. After an exception it is in no known state and must be
/// disposed and opened anew.
/// </summary>
internal interface IMessageWriter : IAsyncDisposable
{
    /// <summary>
    /// Appends all of <paramref name="appends"/> to the log and moves messages from the log to inboxes, in one transaction
    /// (appends first). Appending a message whose id is in the log already changes nothing, so a batch of unknown outcome may
    /// be repeated.
    /// </summary>
    /// <param name="appends">What to append; <see cref="PendingMessage.IsRepeat"/> is set where the key was used before.</param>
    /// <param name="dispatchLimit">Stop dispatching after the message that reaches this many recipients; 0 dispatches
    /// nothing.</param>
    /// <param name="cancellationToken">Stops before the commit, not within it.</param>
    ValueTask<WriteResult> WriteAsync(
        IReadOnlyList<PendingMessage> appends, int dispatchLimit, CancellationToken cancellationToken);
}

/// <summary>What one transaction of a writer did.</summary>
/// <param name="NewsFor">The user ids whose histories grew.</param>
/// <param name="DispatchedRecipients">How many recipients the dispatched messages had.</param>
/// <param name="MoreToDispatch">The limit was reached before the end of the log.</param>
internal readonly record struct WriteResult(
    IReadOnlyCollection<string> NewsFor, int DispatchedRecipients, bool MoreToDispatch)
{
    /// <summary>Nothing was dispatched.</summary>
    public static WriteResult AppendsOnly { get; } = new([], 0, false);

    /// <summary>The senders of whose messages somebody does not get one.</summary>
    public IReadOnlyCollection<string> FailuresFor { get; init; } = [];
}
