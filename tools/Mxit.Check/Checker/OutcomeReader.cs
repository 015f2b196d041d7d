namespace Mxit.Check.Checker;

/// <summary>After the last round: senders ask what became of their messages.</summary>
internal static class OutcomeReader
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static Task ReadAsync(Workload workload, IReadOnlyList<Account> accounts, CancellationToken cancellationToken)
    {
        var byId = accounts.ToDictionary(account => account.Id, StringComparer.Ordinal);
        return Parallel.ForEachAsync(
            workload.ToAskFor,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
            async (message, stop) => await AskAsync(workload, byId[message.Send.Sender], message.Send, message.MessageId, stop));
    }

    private static async Task AskAsync(
        Workload workload, Account sender, SendBegun send, Guid messageId, CancellationToken cancellationToken)
    {
        const int Attempts = 20;
        for (var attempt = 1; ; attempt++)
        {
            var began = DateTime.UtcNow;
            try
            {
                var delivery = sender.Login is null
                    ? await sender.App.Messaging.Delivery.GetAsync(messageId.ToString(), cancellationToken: cancellationToken)
                    : await sender.Person.Messaging.Delivery.GetAsync(messageId.ToString(), cancellationToken: cancellationToken);
                foreach (var recipient in delivery.Recipients)
                {
                    workload.History.Add(new StateTold(
                        send.Send, recipient.UserId.Value, recipient.State, recipient.Reason, workload.Time.Since(began)));
                }

                return;
            }
            catch (MxitNotFoundException)
            {
                // The judge sees that nobody knows of it.
                return;
            }
            catch (MxitException failure) when (attempt < Attempts)
            {
                await RecoverAsync(sender, failure, cancellationToken);
            }
        }
    }

    private static async Task RecoverAsync(Account sender, MxitException failure, CancellationToken cancellationToken)
    {
        await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        if (failure is MxitUnauthorizedException)
        {
            try
            {
                await sender.RenewAsync(sender.Token, cancellationToken);
            }
            catch (MxitException)
            {
                // The next attempt is refused again, and comes here again.
            }
        }
    }
}
