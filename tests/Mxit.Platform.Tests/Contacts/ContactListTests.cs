using static Mxit.Platform.Tests.Contacts.ContactDatabase;
using static Mxit.Platform.Tests.Kit.Entries;

namespace Mxit.Platform.Tests.Contacts;

/// <summary>Pages of contact lists, on each database.</summary>
public sealed class ContactListTests
{
    [Theory, MemberData(nameof(ContactDatabase.Both), MemberType = typeof(ContactDatabase))]
    public async Task A_page_of_a_long_list_takes_no_more_statements_than_one_of_a_short_list(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        await database.AddPeopleAsync(1_101, number => $"{(number % 2 == 0 ? "b" : "A")}{number:D4}");
        await database.Rows.AddAsync([.. Enumerable.Range(2, 1_100).Select(number => Has(Id(1), Id(number))), Has(Id(2), Id(3))]);
        var before = database.Statements;
        Assert.Single((await database.Lists.ListAsync(Id(2), ContactFilter.Connections, 0, 27, default))!);
        var ofShort = database.Statements - before;

        var page = (await database.Lists.ListAsync(Id(1), ContactFilter.Connections, 540, 27, default))!;

        Assert.Equal(before + (2 * ofShort), database.Statements);
        var expected = Enumerable.Range(2, 1_100).Select(number => $"{(number % 2 == 0 ? "b" : "A")}{number:D4}")
            .Order(StringComparer.OrdinalIgnoreCase).Skip(540).Take(27);
        Assert.Equal(expected, page.Select(contact => contact.DisplayName));
        Assert.Empty((await database.Lists.ListAsync(Id(1), ContactFilter.Connections, int.MaxValue, 27, default))!);
    }

    [Theory, MemberData(nameof(ContactDatabase.Both), MemberType = typeof(ContactDatabase))]
    public async Task Pages_behind_one_another_give_everybody_once(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        await database.AddPeopleAsync(
            60, number => (number % 4) switch { 0 => "Äda", 1 => "ada", 2 => "ADA", _ => "Zoë \U0001F600" });
        await database.Rows.AddAsync([.. Enumerable.Range(2, 59).Select(number => Has(Id(1), Id(number)))]);
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = (await database.Lists.PageAsync(Id(1), ContactFilter.All, after, 7, default))!;
            seen.AddRange(page.Contacts.Select(contact => contact.Id));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(59, seen.Count);
        Assert.Equal(Enumerable.Range(2, 59).Select(Id), seen.Order(StringComparer.Ordinal));
        foreach (var wrong in (string[])["x", "!", "bTE", "bTEKAA", "_w", "bTEK_w"])
        {
            await Assert.ThrowsAsync<FormatException>(
                () => database.Lists.PageAsync(Id(1), ContactFilter.All, wrong, 7, default));
        }
    }

    [Theory, MemberData(nameof(ContactDatabase.Both), MemberType = typeof(ContactDatabase))]
    public async Task Each_filter_lets_its_entries_through(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        await database.AddPeopleAsync(8);
        await database.AddAppAsync();
        await database.Rows.AddAsync(
            Has(Id(1), Id(2)),
            Has(Id(1), Id(3), blocked: true),
            Has(Id(1), Id(4), SubscriptionType.Ask),
            Has(Id(1), Id(5), SubscriptionType.Pending),
            Has(Id(1), Id(6), SubscriptionType.Rejected),
            Has(Id(1), Id(7), SubscriptionType.Deleted, blocked: true),
            Has(Id(1), Id(8), SubscriptionType.None, blocked: true),
            Has(Id(1), "m19999999999"),
            Has(Id(1), App));

        async Task<string> AskAsync(string filter) => string.Join(
            ' ', (await database.Lists.ListAsync(Id(1), new ContactFilter(filter), 0, 100, default))!.Select(
                contact => contact.DisplayName));

        Assert.Equal("Books Person 2 Person 3 Person 4 Person 5 Person 6 Person 7 Person 8", await AskAsync("@All"));
        Assert.Equal("Person 2 Person 3", await AskAsync("@friends"));
        Assert.Equal("Books", await AskAsync("@APPS"));
        Assert.Equal("Person 4", await AskAsync("@Invites"));
        Assert.Equal("Books Person 2 Person 3", await AskAsync("@Connections"));
        Assert.Equal("Person 6", await AskAsync("@Rejected"));
        Assert.Equal("Person 5", await AskAsync("@Pending"));
        Assert.Equal("Person 7", await AskAsync("@Deleted"));
        Assert.Equal("Person 3 Person 7 Person 8", await AskAsync("@Blocked"));
        Assert.Null(await database.Lists.ListAsync(Id(1), new ContactFilter("@Nobody"), 0, 1, default));
        Assert.Null(await database.Lists.ListAsync(Id(1), new ContactFilter("Friends"), 0, 1, default));
    }

    [Theory, MemberData(nameof(ContactDatabase.Both), MemberType = typeof(ContactDatabase))]
    public async Task Only_friends_who_are_not_blocked_see_who_is_there(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        await database.AddPeopleAsync(4);
        await database.Rows.AddAsync(
            Has(Id(1), Id(2)), Has(Id(2), Id(1)),
            Has(Id(1), Id(3)), Has(Id(3), Id(1), blocked: true),
            Has(Id(1), Id(4), SubscriptionType.Pending), Has(Id(4), Id(1), SubscriptionType.Ask));
        using var two = database.Rows.News.Listen(Id(2));
        using var three = database.Rows.News.Listen(Id(3));
        using var four = database.Rows.News.Listen(Id(4));

        var list = (await database.Lists.ListAsync(Id(1), ContactFilter.All, 0, 10, default))!;
        var page = (await database.Lists.PageAsync(Id(1), ContactFilter.All, null, 10, default))!;

        Assert.Equal([true, false, false], list.Select(contact => contact.State!.IsOnline));
        Assert.Equal(
            [Availability.ReadyToChat, Availability.Disconnected, Availability.Disconnected],
            list.Select(contact => contact.State!.Availability));
        Assert.All(list, contact => Assert.NotNull(contact.State!.LastOnline));
        Assert.Equal(DateTimeOffset.UnixEpoch, list[1].State!.LastOnline);
        Assert.Equal([true, false, false], page.Contacts.Select(contact => contact.IsOnline));
        Assert.Equal([true, false, false], page.Contacts.Select(contact => contact.LastOnlineUtc is not null));
    }
}
