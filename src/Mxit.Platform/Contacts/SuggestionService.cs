using System.Runtime.InteropServices;
using Mxit.Platform.Accounts;
using Mxit.Platform.Profiles;

namespace Mxit.Platform.Contacts;

/// <summary>Whom a person may know: the friends of friends.</summary>
internal sealed class SuggestionService
{
    /// <summary>How many suggestions are given when nobody says how many.</summary>
    public const int DefaultCount = 20;

    /// <summary>The most suggestions of one response.</summary>
    public const int MaxCount = 50;

    // Of how many people with the same number of friends in common the names are compared.
    private const int MaxCompared = 5_000;

    private readonly FriendStore _store;
    private readonly FriendLists _friends;
    private readonly PersonDirectory _people;
    private readonly ProfileService _profiles;

    internal SuggestionService(FriendStore store, FriendLists friends, PersonDirectory people, ProfileService profiles) =>
        (_store, _friends, _people, _profiles) = (store, friends, people, profiles);

    /// <summary>
    /// The friends of a person's friends, those with the most friends in common first, then by name without regard to case and
    /// by user id. Leaves out whoever has, or stands in, an entry of the person in whatever state, blocks included.
    /// </summary>
    /// <param name="userId">The person.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<BasicProfileReply[]> SuggestAsync(string userId, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var known = await _store.ListKnownAsync(userId, cancellationToken);
        var lists = await _friends.ReadAsync(
            known.Where(row => row.IsFriend).Select(row => row.Id).ToList(), cancellationToken);
        var common = Count(lists);
        common.Remove(userId);
        foreach (var (id, _) in known)
        {
            common.Remove(id);
        }

        var best = Best(common, count);
        var cards = await _people.FindManyAsync(best, cancellationToken);
        return [.. cards.Values
            .OrderByDescending(person => common[person.UserId])
            .ThenBy(person => person.DisplayName, StringComparer.OrdinalIgnoreCase)
            .ThenBy(person => person.UserId, StringComparer.Ordinal)
            .Take(count)
            .Select(Describe)];
    }

    private BasicProfileReply Describe(PersonCard person)
    {
        var profile = _profiles.DescribeBasic(person);
        return profile with { State = profile.State?.ToStrangers(person.RegisteredUtc) };
    }

    private static Dictionary<string, int> Count(IReadOnlyList<string[]> lists)
    {
        var common = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var friends in lists)
        {
            foreach (var id in friends)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(common, id, out _)++;
            }
        }

        return common;
    }

    // Everybody who has at least as much in common as the last one who fits: which of them it will be is up to their names.
    // A friend whom tens of thousands know would make that a long list, so beyond a limit the ids decide.
    private static List<string> Best(Dictionary<string, int> common, int count)
    {
        if (common.Count <= count)
        {
            return [.. common.Keys];
        }

        if (count == 0)
        {
            return [];
        }

        var numbers = common.Values.ToArray();
        Array.Sort(numbers);
        var least = numbers[^count];
        var best = common.Where(pair => pair.Value >= least).ToList();
        return best.Count <= MaxCompared
            ? best.ConvertAll(pair => pair.Key)
            : [.. best.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Take(MaxCompared).Select(pair => pair.Key)];
    }
}
