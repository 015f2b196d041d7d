using CsCheck;
using Mxit.Platform.Contacts;
using static Mxit.SubscriptionType;

namespace Mxit.Platform.Tests.Contacts;

/// <summary>The table of decision 0003, row by row, and what holds after any sequence of actions.</summary>
public sealed class ContactRulesTests
{
    private const string Contact = "bob";

    // own, own block, other, other block, action, refusal, own, other
    public static TheoryData<
        SubscriptionType, bool, SubscriptionType, bool, string, string?, SubscriptionType, SubscriptionType> Table => new()
    {
        { None, false, None, false, "invite", null, Pending, Ask },
        { Pending, false, Ask, false, "invite", null, Pending, Ask },
        { Ask, false, Pending, false, "invite", null, Both, Both },
        { Both, false, Both, false, "invite", null, Both, Both },
        { Deleted, false, Deleted, false, "invite", null, Pending, Ask },
        { Rejected, false, Rejected, false, "invite", null, Pending, Ask },
        { None, false, None, true, "invite", null, Pending, None },
        { Deleted, false, Deleted, true, "invite", null, Pending, Deleted },
        { None, true, Pending, false, "invite", null, Both, Both },
        { Ask, false, Pending, false, "accept", null, Both, Both },
        { Both, false, Both, false, "accept", null, Both, Both },
        { Pending, false, Ask, false, "accept", nameof(ContactRefusals.NoInvite), Pending, Ask },
        { None, false, None, false, "accept", nameof(ContactRefusals.NotAContact), None, None },
        { None, true, Pending, false, "accept", nameof(ContactRefusals.NotAContact), None, Pending },
        { Ask, false, Pending, false, "reject", null, Rejected, Rejected },
        { Rejected, false, Rejected, false, "reject", null, Rejected, Rejected },
        { Both, false, Both, false, "reject", nameof(ContactRefusals.NoInvite), Both, Both },
        { Both, false, Both, true, "delete", null, Deleted, Deleted },
        { Pending, false, Ask, false, "delete", null, Deleted, Deleted },
        { Ask, false, Pending, false, "delete", null, Deleted, Deleted },
        { Rejected, false, Rejected, false, "delete", null, Deleted, Rejected },
        { None, true, Pending, false, "delete", null, Deleted, Pending },
        { Deleted, false, Deleted, false, "delete", null, Deleted, Deleted },
        { None, false, None, false, "delete", nameof(ContactRefusals.NotAContact), None, None },
        { None, true, Pending, false, "unblock", null, Ask, Pending },
        { Both, true, Both, false, "unblock", null, Both, Both },
    };

    [Theory, MemberData(nameof(Table))]
    public void Each_action_leads_where_the_table_says(
        SubscriptionType own, bool ownBlocked, SubscriptionType other, bool otherBlocked,
        string action, string? refused, SubscriptionType ownAfter, SubscriptionType otherAfter)
    {
        var pair = new ContactPair(new ContactSide(own, ownBlocked), new ContactSide(other, otherBlocked));
        var refusal = refused switch
        {
            nameof(ContactRefusals.NotAContact) => ContactRefusals.NotAContact(Contact),
            nameof(ContactRefusals.NoInvite) => ContactRefusals.NoInvite(Contact),
            _ => null,
        };

        Assert.Equal(refusal, Actions[action](pair).Refusal);
        var after = After(Actions[action], pair);
        Assert.Equal((ownAfter, otherAfter), (after.Own.Subscription, after.Other.Subscription));
        Assert.Equal(otherBlocked, after.Other.Blocked);
    }

    [Fact]
    public void After_any_sequence_of_actions_both_sides_fit_together_and_a_repeat_changes_nothing() =>
        Gen.Select(Gen.Bool, Gen.Int[0, Actions.Count - 1]).Array[0, 12].Sample(steps =>
        {
            var pair = new ContactPair(ContactSide.Nothing, ContactSide.Nothing);
            foreach (var (turn, action) in steps)
            {
                pair = turn ? new ContactPair(pair.Other, pair.Own) : pair;
                var rule = Actions.Values.ElementAt(action);
                pair = After(rule, pair);
                Assert.Equal(pair, After(rule, pair));
                AssertFits(pair.Own, pair.Other);
                AssertFits(pair.Other, pair.Own);
            }
        });

    internal static Dictionary<string, ContactRule> Actions { get; } = new()
    {
        ["invite"] = ContactRules.Invite,
        ["accept"] = pair => ContactRules.Accept(pair, Contact),
        ["reject"] = pair => ContactRules.Reject(pair, Contact),
        ["delete"] = pair => ContactRules.Delete(pair, Contact),
        ["block"] = ContactRules.Block,
        ["unblock"] = ContactRules.Unblock,
        ["connect"] = ContactRules.Connect,
    };

    private static ContactPair After(ContactRule rule, ContactPair pair) =>
        rule(pair) is { IsDone: true } done ? done.Value : pair;

    internal static void AssertFits(ContactSide one, ContactSide other)
    {
        Assert.Equal(one.Subscription == Both, other.Subscription == Both);
        Assert.True(one.Subscription != Ask || other.Subscription == Pending, $"{one} {other}");
        Assert.True(
            one.Subscription != Pending || other.Subscription == Ask || (other.Blocked && !other.IsAlive), $"{one} {other}");
    }
}
