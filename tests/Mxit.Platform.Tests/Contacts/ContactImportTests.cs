using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Accounts;
using Mxit.Platform.Contacts;
using static Mxit.Platform.Tests.Contacts.ContactDatabase;
using static Mxit.Platform.Tests.Kit.Entries;

namespace Mxit.Platform.Tests.Contacts;

/// <summary>Friendships from a list, on each database.</summary>
public sealed class ContactImportTests
{
    [Theory, MemberData(nameof(ContactDatabase.Both), MemberType = typeof(ContactDatabase))]
    public async Task What_is_left_out_is_named_and_a_second_time_changes_nothing(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        await database.AddPeopleAsync(2);
        await database.AddAppAsync();
        string[] lines =
        [
            "# who knows whom", "", "  ", "Person1\tPERSON2", "person2 person1", "zola   person1", "Zola Thabo", "zola ZOLA",
            "one",
            "one two three", "böb zola", "books zola", "m12345678901 zola",
        ];

        var first = await ImportAsync(database, lines);
        var second = await ImportAsync(database, lines);

        Assert.Equal(
            (10, 2, 2, 3, 0, 1, 1),
            (first.Lines, first.PeopleMade, first.PeopleThere, first.FriendshipsMade, first.FriendshipsThere, first.Repeats,
                first.SelfPairs));
        Assert.Equal((2, 2, 1), (first.Malformed.Count, first.NotLogins.Count, first.Apps.Count));
        Assert.Equal(["9", "10"], first.Malformed.Examples);
        Assert.Equal(["böb", "m12345678901"], first.NotLogins.Examples);
        Assert.Equal(["books"], first.Apps.Examples);
        Assert.Equal((0, 4, 0, 3), (second.PeopleMade, second.PeopleThere, second.FriendshipsMade, second.FriendshipsThere));
        Assert.Equal(new ContactSide(SubscriptionType.Both, false), await database.SideAsync(1, 2));
        Assert.Equal(new ContactSide(SubscriptionType.Both, false), await database.SideAsync(2, 1));
        var zola = await database.Rows.QueryAsync(context => context.Set<Account>().SingleAsync(row => row.Login == "zola"));
        Assert.Equal(("zola", null), (zola.DisplayName, zola.PasswordHash));
    }

    [Theory, MemberData(nameof(ContactDatabase.Both), MemberType = typeof(ContactDatabase))]
    public async Task An_import_that_was_interrupted_is_finished_by_running_it_again(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        var lines = Enumerable.Range(0, 5_000).Select(number => $"a{number % 97} b{number}").ToList();
        using var stop = new CancellationTokenSource();
        var half = new Interrupt(stop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            database.Importer.ImportAsync(lines.ToAsyncEnumerable(), "", half, stop.Token));
        var there = await database.Rows.QueryAsync(context => context.Set<ContactEntry>().CountAsync());
        var rest = await ImportAsync(database, lines);

        Assert.InRange(there, 1, 9_999);
        Assert.Equal((5_000, there / 2), (rest.FriendshipsMade + rest.FriendshipsThere, rest.FriendshipsThere));
        Assert.Equal(
            10_000, await database.Rows.QueryAsync(
                context => context.Set<ContactEntry>().CountAsync(row => row.Subscription == SubscriptionType.Both)));
    }

    [Theory, MemberData(nameof(ContactDatabase.Both), MemberType = typeof(ContactDatabase))]
    public async Task Blocks_stay_and_what_was_begun_becomes_a_friendship(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        await database.AddPeopleAsync(3);
        await database.Rows.AddAsync(
            Has(Id(1), Id(2), SubscriptionType.Pending), Has(Id(2), Id(1), SubscriptionType.None, blocked: true),
            Has(Id(1), Id(3)), Has(Id(3), Id(1), blocked: true));

        var summary = await ImportAsync(database, ["person1 person2", "person1 person3"]);

        Assert.Equal((1, 1), (summary.FriendshipsMade, summary.FriendshipsThere));
        Assert.Equal(new ContactSide(SubscriptionType.Both, false), await database.SideAsync(1, 2));
        Assert.Equal(new ContactSide(SubscriptionType.Both, true), await database.SideAsync(2, 1));
        Assert.Equal(new ContactSide(SubscriptionType.Both, true), await database.SideAsync(3, 1));
    }

    private static Task<ContactImportSummary> ImportAsync(ContactDatabase database, IEnumerable<string> lines) =>
        database.Importer.ImportAsync(lines.ToAsyncEnumerable(), "", null, default);

    private sealed class Interrupt(CancellationTokenSource stop) : IProgress<ContactImportProgress>
    {
        public void Report(ContactImportProgress value)
        {
            if (value is { Stage: "friendships", Done: > 0 })
            {
                stop.Cancel();
            }
        }
    }
}
