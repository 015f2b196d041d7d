using System.Collections.Concurrent;
using System.Diagnostics;
using Mxit.TestKit;

namespace Mxit.Check.Trace;

/// <summary>
/// Sends a trace through the client library as fast as it goes, each person one message after the other, and reads all histories
/// through the client library: every text must arrive once, unchanged, and in order.
/// </summary>
public static class TraceReplay
{
    private const int Senders = 64;
    private const int Readers = 16;

    /// <summary>
    /// Runs it against a server that knows the people of the trace, see <see cref="RealTrace.AddPeopleAsync"/>.
    /// </summary>
    public static async Task<TraceResult> RunAsync(
        MxitClient client, IReadOnlyList<TraceMessage> trace, CancellationToken cancellationToken)
    {
        var people = new ConcurrentDictionary<string, MxitUserClient>(StringComparer.Ordinal);
        await ForEachAsync(RealTrace.People(trace), Readers, async (login, stop) => people[login] = client.ForUser(
            await client.OAuth.SignInWithPasswordAsync(
                login, RealTrace.Password, [MxitScopes.MessageUser, MxitScopes.Messenger], null, stop)));

        var watch = Stopwatch.StartNew();
        await ForEachAsync(OfEach(trace, sent => sent.From), Senders, async (ofOne, stop) =>
        {
            foreach (var sent in ofOne)
            {
                await people[sent.From].Messaging.SendUserToUserMessageAsync(
                    [RealTrace.UserId(sent.To)], sent.Text, cancellationToken: stop);
            }
        });
        var sending = watch.Elapsed;

        var faults = new ConcurrentQueue<string>();
        watch.Restart();
        await ForEachAsync(OfEach(trace, sent => sent.To), Readers, async (toOne, stop) =>
        {
            var received = await WaitFor.ValueAsync(
                () => ReadAsync(people[toOne.Key], stop), texts => texts.Count >= toOne.Count());
            foreach (var fault in Compare(toOne, received))
            {
                faults.Enqueue(fault);
            }
        });
        return new TraceResult(trace.Count, people.Count, sending, watch.Elapsed, [.. faults]);

        Task ForEachAsync<T>(IEnumerable<T> all, int atOnce, Func<T, CancellationToken, Task> work) => Parallel.ForEachAsync(
            all,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
            async (one, stop) => await work(one, stop));
    }

    // Those with the most first: whoever comes last would be waited for alone.
    private static IEnumerable<IGrouping<string, TraceMessage>> OfEach(
        IReadOnlyList<TraceMessage> trace, Func<TraceMessage, string> key) =>
            trace.GroupBy(key, StringComparer.Ordinal).OrderByDescending(group => group.Count());

    private static async Task<List<(string Peer, string Text)>> ReadAsync(
        MxitUserClient person, CancellationToken cancellationToken)
    {
        var received = new List<(string Peer, string Text)>();
        await foreach (var message in person.Messenger.ListMessagesAsync(cancellationToken: cancellationToken))
        {
            if (message.Direction == MessageDirection.Received)
            {
                received.Add((message.Peer.Value, message.Body));
            }
        }

        return received;
    }

    private static IEnumerable<string> Compare(IGrouping<string, TraceMessage> toOne, List<(string Peer, string Text)> received)
    {
        var expected = toOne.ToLookup(sent => RealTrace.UserId(sent.From), sent => sent.Text, StringComparer.Ordinal);
        var found = received.ToLookup(message => message.Peer, message => message.Text, StringComparer.Ordinal);
        return expected.Select(peer => peer.Key).Union(found.Select(peer => peer.Key), StringComparer.Ordinal)
            .Where(peer => !expected[peer].SequenceEqual(found[peer], StringComparer.Ordinal))
            .Select(peer =>
                $"What {toOne.Key} has from {peer} is not what was sent: {found[peer].Count()} messages where there should be " +
                $"{expected[peer].Count()}, the first " +
                $"{found[peer].Zip(expected[peer]).TakeWhile(pair => pair.First == pair.Second).Count()} of them right.");
    }
}

/// <param name="Messages">How many messages were sent.</param>
/// <param name="People">How many people took part.</param>
/// <param name="Sending">How long it took to send them.</param>
/// <param name="Reading">How long it took to read them.</param>
/// <param name="Faults">Conversations that are not what was sent, in words.</param>
public sealed record TraceResult(int Messages, int People, TimeSpan Sending, TimeSpan Reading, IReadOnlyList<string> Faults);
