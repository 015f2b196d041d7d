using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Accounts;
using Mxit.TestKit;
using static Mxit.Platform.Tests.Contacts.ContactDatabase;
using static Mxit.Platform.Tests.Kit.Entries;

namespace Mxit.Platform.Tests.Contacts;

/// <summary>Friends of friends, on each database.</summary>
public sealed class SuggestionTests
{
    [Theory, MemberData(nameof(ContactDatabase.Both), MemberType = typeof(ContactDatabase))]
    public async Task Those_with_the_most_friends_in_common_come_first_and_whoever_is_known_is_left_out(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        await database.AddPeopleAsync(12, number => number == 9 ? "aaa" : $"Person {number:D2}");
        await ConnectAsync(
            database, (1, 2), (1, 3), (1, 4), (2, 5), (3, 5), (4, 5), (2, 6), (3, 6), (2, 7), (2, 8), (2, 9), (2, 10), (2, 11),
            (2, 3));
        await database.Contacts.InviteAsync(Id(7), Id(1), default);
        await database.Contacts.BlockAsync(Id(8), Id(1), default);
        await database.Contacts.BlockAsync(Id(2), Id(11), default);

        async Task<string> AskAsync(int count = 20) => string.Join(
            ' ', (await database.Suggestions.SuggestAsync(Id(1), count, default)).Select(
                person => int.Parse(person.UserId[2..])));

        Assert.Equal("5 6 9 10", await AskAsync());
        Assert.Equal("5 6 9", await AskAsync(3));
        Assert.Equal("", await AskAsync(0));

        // What changes on this server counts at once.
        await database.Contacts.DeleteAsync(Id(2), Id(9), default);
        await database.Contacts.ConnectPeopleAsync(Id(3), Id(10), default);
        await database.Contacts.ConnectPeopleAsync(Id(4), Id(10), default);
        Assert.Equal("5 10 6", await AskAsync());
        await database.Contacts.InviteAsync(Id(1), Id(5), default);
        Assert.Equal("10 6", await AskAsync());
        Assert.Empty(await database.Suggestions.SuggestAsync(Id(12), 20, default));
    }

    [Theory, MemberData(nameof(ContactDatabase.Both), MemberType = typeof(ContactDatabase))]
    public async Task Of_real_friendships_the_suggestions_are_those_of_a_plain_count(DatabaseBrand provider)
    {
        var file = SharedData.Path("facebook-friendships.txt");
        await using var database = await CreateAsync(provider);
        var summary = await database.Importer.ImportAsync(File.ReadLinesAsync(file), "fb", null, default);
        Assert.Equal((88_234, 88_234, 4_039), (summary.Lines, summary.FriendshipsMade, summary.PeopleMade));
        var friends = new Dictionary<string, HashSet<string>>();
        foreach (var names in File.ReadLines(file).Select(line => line.Split(' ')))
        {
            foreach (var (one, other) in ((string, string)[])[
                ($"fb{names[0]}", $"fb{names[1]}"), ($"fb{names[1]}", $"fb{names[0]}"),
            ])
            {
                (friends.TryGetValue(one, out var list) ? list : friends[one] = []).Add(other);
            }
        }

        var userIds = await database.Rows.QueryAsync(
            context => context.Set<Account>().ToDictionaryAsync(row => row.Login!, row => row.UserId));
        var hubs = friends.Where(person => person.Value.Count > 500).Select(person => person.Key);
        var others = friends.Keys.Where((_, index) => index % 101 == 0);
        foreach (var login in hubs.Concat(others).Distinct())
        {
            var expected = friends[login].SelectMany(friend => friends[friend])
                .Where(candidate => candidate != login && !friends[login].Contains(candidate))
                .CountBy(candidate => candidate)
                .OrderByDescending(candidate => candidate.Value).ThenBy(
                    candidate => candidate.Key, StringComparer.OrdinalIgnoreCase)
                .Take(20).Select(candidate => candidate.Key);
            var found = await database.Suggestions.SuggestAsync(userIds[login], 20, default);
            Assert.Equal(expected, found.Select(person => person.DisplayName));
        }
    }

    private static Task ConnectAsync(ContactDatabase database, params (int, int)[] pairs) => database.Rows.AddAsync(
        [.. pairs.SelectMany(pair => (object[])[Has(Id(pair.Item1), Id(pair.Item2)), Has(Id(pair.Item2), Id(pair.Item1))])]);
}
