using System.Globalization;
using System.Net;

namespace Mxit.Check.Checker;

/// <summary>How a reader reads.</summary>
internal enum ReaderKind
{
    /// <summary>Page by page.</summary>
    Pages,

    /// <summary>Live.</summary>
    Live,

    /// <summary>Page by page, and acknowledges each.</summary>
    Acknowledging,
}

/// <summary>Reads a person's messages all through a run, and goes on from its cursor whatever happens.</summary>
internal sealed class Reader(Workload workload, Account account, ReaderKind kind, int seed)
{
    private const int MaxPageSize = 200;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // What arrives live was read by the server a moment before.
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(5);

#pragma warning disable CA5394 // Not for secrets.
    private readonly Random _random = new(seed);
    private long _cursor;

    /// <summary>How many of <see cref="Workload.Closing"/> it got.</summary>
    public int ClosingSeen { get; private set; }

    /// <summary>The user id of the person.</summary>
    public string ReceiverId => account.Id;

    /// <summary>Reads until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await (kind == ReaderKind.Live ? ListenAsync(stop) : ReadPageAsync(kind.ToString(), stop));
                await Task.Delay(Pause, TimeProvider.System, stop);
            }
            catch (OperationCanceledException)
            {
                // Told to stop, or to listen anew.
            }
            catch (MxitException failure)
            {
                await RecoverAsync(failure, stop);
            }
        }
    }

    /// <summary>Reads everything from the beginning.</summary>
    public static async Task ReadAfreshAsync(Workload workload, Account account, CancellationToken cancellationToken)
    {
        var fresh = new Reader(workload, account, ReaderKind.Pages, 0);
        while (true)
        {
            try
            {
                while (await fresh.ReadPageAsync(ReaderName.Fresh, cancellationToken, MaxPageSize))
                {
                    // More are there.
                }

                return;
            }
            catch (MxitException failure)
            {
                await fresh.RecoverAsync(failure, cancellationToken);
            }
        }
    }

    private async Task<bool> ReadPageAsync(string name, CancellationToken cancellationToken, int? size = null)
    {
        var began = DateTime.UtcNow;
        var page = await account.Person.Messenger.GetMessagesPageAsync(
            At(_cursor), size ?? _random.Next(1, MaxPageSize + 1), cancellationToken: cancellationToken);
        foreach (var message in page.Items)
        {
            Take(name, message, workload.Time.Since(began));
        }

        _cursor = Math.Max(_cursor, Position(page.Next));
        if (kind == ReaderKind.Acknowledging && page.Items.Count > 0)
        {
            await MarkAsync(cancellationToken);
        }

        return page.HasMore;
    }

    // A new connection now and then, also where none breaks.
    private async Task ListenAsync(CancellationToken stop)
    {
        using var session = CancellationTokenSource.CreateLinkedTokenSource(stop);
        session.CancelAfter(TimeSpan.FromSeconds(0.5 + (3 * _random.NextDouble())));
        await foreach (var message in account.Person.Messenger.ListenAsync(At(_cursor), cancellationToken: session.Token))
        {
            Take(nameof(ReaderKind.Live), message, workload.Time.Since(DateTime.UtcNow - OnItsWay));
        }
    }

    private static Cursor At(long position) =>
        position == 0 ? Cursor.Start : new(position.ToString(CultureInfo.InvariantCulture));

    private static long Position(Cursor cursor) =>
        cursor == Cursor.Start ? 0 : long.Parse(cursor.Value, CultureInfo.InvariantCulture);

    private void Take(string name, MessengerMessage message, TimeSpanUtc time)
    {
        if (message.Direction == MessageDirection.Received)
        {
            workload.History.Add(new Shown(
                name, account.Id, Position(message.Cursor), Guid.Parse(message.Id.Value), message.Peer.Value, message.Body,
                message.SentAt.UtcDateTime, time));
            ClosingSeen += MessageText.TryReadNumber(message.Body, out var number) && workload.Closing.Contains(number) ? 1 : 0;
        }

        _cursor = Math.Max(_cursor, Position(message.Cursor));
    }

    private async Task MarkAsync(CancellationToken cancellationToken)
    {
        var (upTo, began) = (_cursor, DateTime.UtcNow);
        workload.History.Add(new MarkBegun(account.Id, upTo, workload.Time.Now()));
        if (_random.Next(4) == 0)
        {
            await account.Person.Messenger.MarkReadAsync(At(upTo), cancellationToken: cancellationToken);
        }
        else
        {
            await account.Person.Messenger.MarkDeliveredAsync(At(upTo), cancellationToken: cancellationToken);
        }

        workload.History.Add(new MarkEnded(account.Id, upTo, workload.Time.Since(began)));
    }

    private async Task RecoverAsync(MxitException failure, CancellationToken stop)
    {
        try
        {
            if (failure is MxitApiException
                {
                    StatusCode: >= HttpStatusCode.InternalServerError and not HttpStatusCode.ServiceUnavailable,
                } wrong)
            {
                workload.Misbehaved(Rules.Overload, $"a read of {account.Id} was answered with {(int)wrong.StatusCode}");
            }

            await Task.Delay(Pause, TimeProvider.System, stop);
            if (failure is MxitUnauthorizedException)
            {
                await account.RenewAsync(account.Token, stop);
            }
        }
        catch (Exception again) when (again is MxitException or OperationCanceledException)
        {
            // Tried again with the next read.
        }
    }
#pragma warning restore CA5394
}
