using System.Globalization;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;

namespace Mxit.Platform.Contacts;

/// <summary>
/// Makes people and friendships from a list of pairs, many at a time. Each batch is a transaction of its own, and what is there
/// already stays as it is: an import that was interrupted is finished by running it again.
/// </summary>
internal sealed class ContactImporter
{
    private const int PeopleAtOnce = 1_000;
    private const int PairsAtOnce = 2_000;

    private readonly AccountService _accounts;
    private readonly ContactImportStore _store;
    private readonly FriendLists _friends;
    private readonly TimeProvider _clock;

    internal ContactImporter(AccountService accounts, ContactImportStore store, FriendLists friends, TimeProvider clock) =>
        (_accounts, _store, _friends, _clock) = (accounts, store, friends, clock);

    /// <summary>Imports friendships. Blocks stay; people who are made cannot sign in until they are given a password.</summary>
    /// <param name="lines">
    /// Two logins a line, separated by white space. Empty lines and those that begin with <c>#</c> mean nothing.
    /// </param>
    /// <param name="prefix">What to put before each name to make it a login; empty for nothing.</param>
    /// <param name="progress">Hears how far it is; may be <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    public async Task<ContactImportSummary> ImportAsync(
        IAsyncEnumerable<string> lines,
        string prefix,
        IProgress<ContactImportProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var list = await ReadAsync(lines, prefix, cancellationToken);
        var (userIds, peopleMade) = await EnsurePeopleAsync(list.Logins, progress, cancellationToken);
        var pairs = Resolve(list, userIds);
        var made = 0;
        for (var done = 0; done < pairs.Count;)
        {
            var batch = pairs.GetRange(done, Math.Min(PairsAtOnce, pairs.Count - done));
            made += await _store.ConnectAsync(batch, _clock.GetStoredUtcNow(), cancellationToken);
            _friends.Forget(batch.SelectMany(pair => (string[])[pair.First, pair.Second]));
            done += batch.Count;
            progress?.Report(new ContactImportProgress("friendships", done, pairs.Count));
        }

        return list.Summary with
        {
            PeopleMade = peopleMade,
            PeopleThere = userIds.Count - peopleMade,
            FriendshipsMade = made,
            FriendshipsThere = pairs.Count - made,
        };
    }

    private static async Task<PairList> ReadAsync(
        IAsyncEnumerable<string> lines, string prefix, CancellationToken cancellationToken)
    {
        var list = new PairList();
        var number = 0;
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            number++;
            var names = line.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (names.Length > 0 && names[0][0] != '#')
            {
                list.Add(number, names, prefix);
            }
        }

        return list;
    }

    private async Task<(Dictionary<string, string> UserIds, int Made)> EnsurePeopleAsync(
        IReadOnlyCollection<string> logins, IProgress<ContactImportProgress>? progress, CancellationToken cancellationToken)
    {
        var userIds = new Dictionary<string, string>(logins.Count, StringComparer.OrdinalIgnoreCase);
        var made = 0;
        var done = 0;
        foreach (var some in logins.Chunk(PeopleAtOnce))
        {
            var people = await _accounts.EnsureAsync(some, cancellationToken);
            foreach (var (login, userId) in people.UserIds)
            {
                userIds[login] = userId;
            }

            made += people.Made;
            done += some.Length;
            progress?.Report(new ContactImportProgress("people", done, logins.Count));
        }

        return (userIds, made);
    }

    // In the order of ids, so that a batch is about few people, and what is there of them is read at once.
    private static List<FriendPair> Resolve(PairList list, Dictionary<string, string> userIds)
    {
        var pairs = new List<FriendPair>(list.Pairs.Count);
        foreach (var (one, other) in list.Pairs)
        {
            if (userIds.TryGetValue(one, out var oneId) && userIds.TryGetValue(other, out var otherId))
            {
                pairs.Add(
                    string.CompareOrdinal(oneId, otherId) < 0 ? new FriendPair(oneId, otherId) : new FriendPair(otherId, oneId));
            }
            else
            {
                list.Summary.Apps.Add(userIds.ContainsKey(one) ? other : one);
            }
        }

        pairs.Sort((one, other) => string.CompareOrdinal(one.First, other.First) is not 0 and var order
            ? order
            : string.CompareOrdinal(one.Second, other.Second));
        return pairs;
    }

    // The pairs of a list, each once, under the logins as they were first written.
    private sealed class PairList
    {
        private readonly Dictionary<string, string> _logins = new(StringComparer.OrdinalIgnoreCase);
        public ContactImportSummary Summary { get; private set; } = new();

        public IReadOnlyCollection<string> Logins => _logins.Values;

        public HashSet<(string One, string Other)> Pairs { get; } = [];

        public void Add(int line, string[] names, string prefix)
        {
            Summary = Summary with { Lines = Summary.Lines + 1 };
            if (names.Length != 2)
            {
                Summary.Malformed.Add(line.ToString(CultureInfo.InvariantCulture));
                return;
            }

            var (one, other) = (prefix + names[0], prefix + names[1]);
            if (!NameRules.IsLogin(one) || !NameRules.IsLogin(other))
            {
                Summary.NotLogins.Add(NameRules.IsLogin(one) ? other : one);
            }
            else if (string.Equals(one, other, StringComparison.OrdinalIgnoreCase))
            {
                Summary = Summary with { SelfPairs = Summary.SelfPairs + 1 };
            }
            else if (!TryAdd(Known(one), Known(other)))
            {
                Summary = Summary with { Repeats = Summary.Repeats + 1 };
            }
        }

        private bool TryAdd(string one, string other) =>
            Pairs.Add(string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one));

        private string Known(string login)
        {
            if (!_logins.TryGetValue(login, out var known))
            {
                _logins.Add(login, known = login);
            }

            return known;
        }
    }
}
