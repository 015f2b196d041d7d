using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Contacts;
using Mxit.Platform.Data;
using Mxit.Platform.Messages;
using static Mxit.Platform.Tests.Contacts.ContactDatabase;

namespace Mxit.Platform.Tests.Contacts;

/// <summary>Invites, answers, blocks, groups, on each database.</summary>
public sealed class ContactServiceTests
{
    [Theory, MemberData(nameof(ContactDatabase.Both), MemberType = typeof(ContactDatabase))]
    public async Task Actions_of_three_people_at_once_leave_pairs_that_fit(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        await database.AddPeopleAsync(3);
        var contacts = database.Contacts;
        Func<string, string, Task>[] actions =
        [
            (me, you) => contacts.InviteAsync(me, you, default),
            (me, you) => contacts.InviteAsync(me, you, default),
            (me, you) => contacts.AcceptAsync(me, you, default),
            (me, you) => contacts.RejectAsync(me, you, default),
            (me, you) => contacts.DeleteAsync(me, you, default),
            (me, you) => contacts.BlockAsync(me, you, default),
            (me, you) => contacts.UnblockAsync(me, you, default),
            (me, you) => contacts.ConnectPeopleAsync(me, you, default),
        ];
        var step = Gen.Select(Gen.Int[1, 3], Gen.Int[1, 2], Gen.Int[0, actions.Length - 1]);

        await step.Array[2, 24].SampleAsync(
            async steps =>
            {
                await Parallel.ForEachAsync(
                    steps,
                    new ParallelOptions { MaxDegreeOfParallelism = 8 },
                    async (next, _) => await actions[next.Item3](Id(next.Item1), Id(((next.Item1 + next.Item2 - 1) % 3) + 1)));
                foreach (var (one, other) in ((int, int)[])[(1, 2), (1, 3), (2, 3)])
                {
                    var (first, second) = (await database.SideAsync(one, other), await database.SideAsync(other, one));
                    ContactRulesTests.AssertFits(first, second);
                    ContactRulesTests.AssertFits(second, first);
                    Assert.Null(await database.FindAsync(one, one));
                }
            },
            iter: 40,
            threads: 1);
    }

    [Theory, MemberData(nameof(ContactDatabase.Both), MemberType = typeof(ContactDatabase))]
    public async Task Two_who_invite_each_other_at_once_become_friends(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        await database.AddPeopleAsync(40);
        await Task.WhenAll(Enumerable.Range(1, 20).SelectMany(number => (Task[])[
            Task.Run(() => database.Contacts.InviteAsync(Id(number), Id(number + 20), default)),
            Task.Run(() => database.Contacts.InviteAsync(Id(number + 20), Id(number), default))]));

        for (var number = 1; number <= 20; number++)
        {
            Assert.Equal(SubscriptionType.Both, (await database.SideAsync(number, number + 20)).Subscription);
            Assert.Equal(SubscriptionType.Both, (await database.SideAsync(number + 20, number)).Subscription);
        }
    }

    [Theory, MemberData(nameof(ContactDatabase.Both), MemberType = typeof(ContactDatabase))]
    public async Task Who_is_blocked_cannot_tell_and_the_invite_shows_once_the_block_ends(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        await database.AddPeopleAsync(2);
        await database.Contacts.BlockAsync(Id(2), "person1", default);
        using var news = database.Rows.News.Listen(Id(2));

        Assert.Null(await database.Contacts.InviteAsync(Id(1), "PERSON2", default));

        Assert.Equal(new ContactSide(SubscriptionType.Pending, false), await database.SideAsync(1, 2));
        Assert.Equal(new ContactSide(SubscriptionType.None, true), await database.SideAsync(2, 1));
        Assert.False(news.TakeContactsChanged());
        Assert.Empty((await database.Lists.ListAsync(Id(2), ContactFilter.Invites, 0, 10, default))!);

        await database.Contacts.UnblockAsync(Id(2), Id(1), default);

        Assert.Equal(
            Id(1), Assert.Single((await database.Lists.ListAsync(Id(2), ContactFilter.Invites, 0, 10, default))!).UserId);
        Assert.True(news.TakeContactsChanged());
        Assert.Null(await database.Contacts.AcceptAsync(Id(2), Id(1), default));
        Assert.True(await database.Contacts.WelcomesAsync(Id(1), Id(2), default));
    }

    [Theory, MemberData(nameof(ContactDatabase.Both), MemberType = typeof(ContactDatabase))]
    public async Task A_stranger_who_was_blocked_and_let_in_again_leaves_no_trace(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        await database.AddPeopleAsync(2);
        await database.Contacts.BlockAsync(Id(1), Id(2), default);
        Assert.True((await database.FindAsync(1, 2))!.Blocked);

        await database.Contacts.UnblockAsync(Id(1), Id(2), default);

        Assert.Null(await database.FindAsync(1, 2));
    }

    [Theory, MemberData(nameof(ContactDatabase.Both), MemberType = typeof(ContactDatabase))]
    public async Task An_app_is_added_at_once_under_each_of_its_names_and_told_of_once(DatabaseBrand provider)
    {
        var heard = new Heard();
        await using var database = await CreateAsync(provider, services => services.AddSingleton<IAppAddedStore>(heard));
        await database.AddPeopleAsync(1);
        await database.AddAppAsync();

        foreach (var name in (string[])["books", "BOOKS@Mxit.Com", "Books"])
        {
            Assert.Null(await database.Contacts.InviteAsync(Id(1), name, default));
        }

        var entry = (await database.FindAsync(Id(1), App))!;
        Assert.Equal((ContactType.Application, SubscriptionType.Both, "MXit"), (entry.Type, entry.Subscription, entry.Group));
        Assert.Equal([$"{Id(1)} {App}"], heard.Added);
        Assert.Equal([$"{Id(1)} {App}"], heard.Committed);
        Assert.Equal(ContactRefusals.NoInvite(App), await database.Contacts.RejectAsync(Id(1), App, default));
        Assert.Null(await database.Contacts.DeleteAsync(Id(1), App, default));
        Assert.False(await database.Contacts.WelcomesAsync(Id(1), App, default));
        await database.Contacts.InviteAsync(Id(1), App, default);
        Assert.Equal(2, heard.Added.Count);
    }

    [Theory, MemberData(nameof(ContactDatabase.Both), MemberType = typeof(ContactDatabase))]
    public async Task What_hears_of_a_new_app_can_undo_it(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(
            provider, services => services.AddSingleton<IAppAddedStore>(new Heard { Fails = true }));
        await database.AddPeopleAsync(1);
        await database.AddAppAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => database.Contacts.InviteAsync(Id(1), App, default));

        Assert.Null(await database.FindAsync(Id(1), App));
    }

    [Theory, MemberData(nameof(ContactDatabase.Both), MemberType = typeof(ContactDatabase))]
    public async Task Names_that_nobody_has_are_unknown_and_nobody_is_their_own_contact(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        await database.AddPeopleAsync(1);
        foreach (var name in (string[])["", "nobody", "m99999999999", "a b", "x\0y", "person1@mxit.com", "\ud800"])
        {
            Assert.Equal(ContactRefusals.Unknown(name), await database.Contacts.InviteAsync(Id(1), name, default));
        }

        foreach (var name in (string[])["person1", "PERSON1", Id(1), Id(1).ToUpperInvariant()])
        {
            Assert.Equal(ContactRefusals.Self, await database.Contacts.InviteAsync(Id(1), name, default));
            Assert.Equal(ContactRefusals.Self, await database.Contacts.BlockAsync(Id(1), name, default));
        }
    }

    [Theory, MemberData(nameof(ContactDatabase.Both), MemberType = typeof(ContactDatabase))]
    public async Task Groups_have_names_of_32_characters_at_most(DatabaseBrand provider)
    {
        await using var database = await CreateAsync(provider);
        await database.AddPeopleAsync(2);
        Assert.Equal(ContactRefusals.NotAContact(Id(2)), await database.Contacts.MoveAsync(Id(1), Id(2), "Friends", default));
        await database.Contacts.InviteAsync(Id(1), Id(2), default);

        Assert.Null(await database.Contacts.MoveAsync(Id(1), Id(2), new string('é', 32), default));
        Assert.Equal(new string('é', 32), (await database.FindAsync(1, 2))!.Group);
        Assert.Equal(ContactRefusals.GroupInvalid, await database.Contacts.MoveAsync(Id(1), Id(2), new string('x', 33), default));
        Assert.Equal(ContactRefusals.GroupInvalid, await database.Contacts.MoveAsync(Id(1), Id(2), "a\0b", default));
        Assert.Equal(ContactRefusals.Unknown("nobody"), await database.Contacts.MoveAsync(Id(1), "nobody", "x", default));
        Assert.Null(await database.Contacts.MoveAsync(Id(1), Id(2), " ", default));
        Assert.Equal("MXit", (await database.FindAsync(1, 2))!.Group);
    }

    private sealed class Heard : IAppAddedStore
    {
        public bool Fails { get; init; }

        public List<string> Added { get; } = [];

        public List<string> Committed { get; } = [];

        public Task AddAppAsync(
            UnitOfWork work, string userId, string serviceName, DateTime nowUtc, CancellationToken cancellationToken)
        {
            Added.Add($"{userId} {serviceName}");
            work.AfterCommit(() => Committed.Add($"{userId} {serviceName}"));
            return Fails ? throw new InvalidOperationException("Not with me.") : Task.CompletedTask;
        }
    }
}
