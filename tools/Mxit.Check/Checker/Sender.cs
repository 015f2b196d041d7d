using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;

namespace Mxit.Check.Checker;

/// <summary>
/// Sends one message after another over a connection of its own. With a key, a message is sent again until it is answered;
/// without, it is sent once, whatever comes of it.
/// </summary>
internal sealed class Sender(Workload workload, Account account, int seed)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromMilliseconds(50);
    private static readonly int?[] Lifetimes = [5, 10, 30, 120];

#pragma warning disable CA5394 // Not for secrets: the same seed gives the same messages.
    private readonly Random _random = new(seed);
    private RawConnection? _connection;
    private Uri? _connectedTo;

    /// <summary>Sends until it is told to stop; what is under a key is sent to its end even then.</summary>
    /// <param name="stop">No new messages from here on.</param>
    /// <param name="giveUp">Do not wait for answers any longer.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken giveUp)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await SendAsync(Next(), giveUp);
                await Task.Delay(Pace, TimeProvider.System, giveUp);
            }
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            // The judge sees what has no answer.
        }
        finally
        {
            _connection?.Dispose();
        }
    }

    /// <summary>
    /// Sends a last message to everybody: who has it, has everything that this account has sent before.
    /// </summary>
    public async Task CloseAsync(CancellationToken giveUp)
    {
        var number = workload.NextSend();
        workload.Closing.Add(number);
        try
        {
            await SendAsync(
                new SendBegun(
                    number, workload.Round, account.Id, account.Receivers, MessageText.Make(number, _random), true, true, null,
                    default),
                giveUp);
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            // The judge sees that it has no answer.
        }
        finally
        {
            Disconnect();
        }
    }

    private static byte[] Request(SendBegun send, string token) => RawConnection.Send(
        token,
        JsonSerializer.Serialize(
            new
            {
                Body = send.Text,
                From = send.Sender,
                To = string.Join(',', send.To),
                send.Spool,
                SpoolTimeOut = send.SpoolSeconds
            }),
        send.HasKey ? string.Create(CultureInfo.InvariantCulture, $"check-{send.Send}") : null);

    private SendBegun Next()
    {
        var number = workload.NextSend();
        var others = account.Receivers.ToArray();
        _random.Shuffle(others);
        var count = _random.Next(10) < 7 ? 1 : _random.Next(2, others.Length + 1);
        var kind = _random.Next(100);
        return new SendBegun(
            number,
            workload.Round,
            account.Id,
            others[..count],
            MessageText.Make(number, _random),
            HasKey: _random.Next(3) > 0,
            Spool: kind != 0,
            SpoolSeconds: kind is > 0 and <= 4 ? Lifetimes[_random.Next(Lifetimes.Length)] : null,
            default);
    }

    private async Task SendAsync(SendBegun send, CancellationToken giveUp)
    {
        // Nobody has heard of it before there is a connection.
        await ConnectAsync(giveUp);
        workload.History.Add(send with { Round = workload.Round, Time = workload.Time.Now() });
        while (true)
        {
            var (status, id) = await AskAsync(send, giveUp);
            switch (status)
            {
                case 200:
                    workload.Acknowledged(send, id);

                    // Asking again must give the same answer.
                    if (!send.HasKey || _random.Next(50) > 0)
                    {
                        return;
                    }

                    await AskAsync(send, giveUp);
                    return;
                case 503:
                    workload.WasTurnedAway();
                    await Task.Delay(BeforeRepeat, TimeProvider.System, giveUp);
                    if (!send.HasKey)
                    {
                        return;
                    }

                    break;
                case 401:
                    await RenewAsync(giveUp);
                    break;
                case null or 409 when send.HasKey:
                    await Task.Delay(BeforeRepeat, TimeProvider.System, giveUp);
                    break;
                default:
                    return;
            }

            await ConnectAsync(giveUp);
        }
    }

    private async Task<(int? Status, Guid? MessageId)> AskAsync(SendBegun send, CancellationToken giveUp)
    {
        var began = DateTime.UtcNow;
        var (status, id) = await ExchangeAsync(send, giveUp);
        workload.History.Add(new SendEnded(send.Send, status, id, workload.Time.Since(began)));
        return (status, id);
    }

    private async Task<(int? Status, Guid? MessageId)> ExchangeAsync(SendBegun send, CancellationToken giveUp)
    {
        if (_connection is null)
        {
            return (null, null);
        }

        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(giveUp);
            patience.CancelAfter(Patience);
            var status = await _connection.AskAsync(Request(send, account.Token!), patience.Token);
            return (status, Guid.TryParse(_connection.HeaderOrNull(MxitHeaders.MessageId), out var id) ? id : null);
        }
        catch (Exception lost) when (lost is IOException or OperationCanceledException)
        {
            Disconnect();
            return (null, null);
        }
    }

    private async Task RenewAsync(CancellationToken giveUp)
    {
        try
        {
            await account.RenewAsync(account.Token, giveUp);
        }
        catch (MxitException)
        {
            // The next attempt is answered with 401 again.
            await Task.Delay(BeforeRepeat, TimeProvider.System, giveUp);
        }
    }

    private async Task ConnectAsync(CancellationToken giveUp)
    {
        if (_connectedTo != workload.Route)
        {
            Disconnect();
        }

        while (_connection is null)
        {
            try
            {
                _connectedTo = workload.Route;
                _connection = await RawConnection.OpenAsync(_connectedTo, giveUp);
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, giveUp);
            }
        }
    }

    private void Disconnect()
    {
        _connection?.Dispose();
        _connection = null;
    }
#pragma warning restore CA5394
}
