using CsCheck;
using Mxit.Platform.Contacts;
using static Mxit.SubscriptionType;

namespace Mxit.Platform.Tests.Contacts;

/// <summary>The table of decision 0003, row by row, and what holds after any sequence of actions.</summary>
public sealed class ContactRulesTests
{
    // own, own block, other, other block, action, outcome, own, other
    public static TheoryData<
        SubscriptionType, bool, SubscriptionType, bool, string, string, SubscriptionType, SubscriptionType> Table => new()
    {
        { None, false, None, false, "invite", nameof(ContactOutcome.Done), Pending, Ask },
        { Pending, false, Ask, false, "invite", nameof(ContactOutcome.Done), Pending, Ask },
        { Ask, false, Pending, false, "invite", nameof(ContactOutcome.Done), Both, Both },
        { Both, false, Both, false, "invite", nameof(ContactOutcome.Done), Both, Both },
        { Deleted, false, Deleted, false, "invite", nameof(ContactOutcome.Done), Pending, Ask },
        { Rejected, false, Rejected, false, "invite", nameof(ContactOutcome.Done), Pending, Ask },
        { None, false, None, true, "invite", nameof(ContactOutcome.Done), Pending, None },
        { Deleted, false, Deleted, true, "invite", nameof(ContactOutcome.Done), Pending, Deleted },
        { None, true, Pending, false, "invite", nameof(ContactOutcome.Done), Both, Both },
        { Ask, false, Pending, false, "accept", nameof(ContactOutcome.Done), Both, Both },
        { Both, false, Both, false, "accept", nameof(ContactOutcome.Done), Both, Both },
        { Pending, false, Ask, false, "accept", nameof(ContactOutcome.NoInvite), Pending, Ask },
        { None, false, None, false, "accept", nameof(ContactOutcome.NotAContact), None, None },
        { None, true, Pending, false, "accept", nameof(ContactOutcome.NotAContact), None, Pending },
        { Ask, false, Pending, false, "reject", nameof(ContactOutcome.Done), Rejected, Rejected },
        { Rejected, false, Rejected, false, "reject", nameof(ContactOutcome.Done), Rejected, Rejected },
        { Both, false, Both, false, "reject", nameof(ContactOutcome.NoInvite), Both, Both },
        { Both, false, Both, true, "delete", nameof(ContactOutcome.Done), Deleted, Deleted },
        { Pending, false, Ask, false, "delete", nameof(ContactOutcome.Done), Deleted, Deleted },
        { Ask, false, Pending, false, "delete", nameof(ContactOutcome.Done), Deleted, Deleted },
        { Rejected, false, Rejected, false, "delete", nameof(ContactOutcome.Done), Deleted, Rejected },
        { None, true, Pending, false, "delete", nameof(ContactOutcome.Done), Deleted, Pending },
        { Deleted, false, Deleted, false, "delete", nameof(ContactOutcome.Done), Deleted, Deleted },
        { None, false, None, false, "delete", nameof(ContactOutcome.NotAContact), None, None },
        { None, true, Pending, false, "unblock", nameof(ContactOutcome.Done), Ask, Pending },
        { Both, true, Both, false, "unblock", nameof(ContactOutcome.Done), Both, Both },
    };

    [Theory, MemberData(nameof(Table))]
    public void Each_action_leads_where_the_table_says(
        SubscriptionType own, bool ownBlocked, SubscriptionType other, bool otherBlocked,
        string action, string outcome, SubscriptionType ownAfter, SubscriptionType otherAfter)
    {
        var change = Actions[action](new ContactPair(new ContactSide(own, ownBlocked), new ContactSide(other, otherBlocked)));

        Assert.Equal(
            (outcome, ownAfter, otherAfter), (
                change.Outcome.ToString(), change.Pair.Own.Subscription, change.Pair.Other.Subscription));
        Assert.Equal(otherBlocked, change.Pair.Other.Blocked);
    }

    [Fact]
    public void After_any_sequence_of_actions_both_sides_fit_together_and_a_repeat_changes_nothing() =>
        Gen.Select(Gen.Bool, Gen.Int[0, Actions.Count - 1]).Array[0, 12].Sample(steps =>
        {
            var pair = default(ContactPair);
            pair = new ContactPair(ContactSide.Nothing, ContactSide.Nothing);
            foreach (var (turn, action) in steps)
            {
                pair = turn ? new ContactPair(pair.Other, pair.Own) : pair;
                var rule = Actions.Values.ElementAt(action);
                pair = rule(pair).Pair;
                Assert.Equal(pair, rule(pair).Pair);
                AssertFits(pair.Own, pair.Other);
                AssertFits(pair.Other, pair.Own);
            }
        });

    internal static Dictionary<string, Func<ContactPair, ContactChange>> Actions { get; } = new()
    {
        ["invite"] = ContactRules.Invite,
        ["accept"] = ContactRules.Accept,
        ["reject"] = ContactRules.Reject,
        ["delete"] = ContactRules.Delete,
        ["block"] = ContactRules.Block,
        ["unblock"] = ContactRules.Unblock,
        ["connect"] = ContactRules.Connect,
    };

    internal static void AssertFits(ContactSide one, ContactSide other)
    {
        Assert.Equal(one.Subscription == Both, other.Subscription == Both);
        Assert.True(one.Subscription != Ask || other.Subscription == Pending, $"{one} {other}");
        Assert.True(
            one.Subscription != Pending || other.Subscription == Ask || (other.Blocked && !other.IsAlive), $"{one} {other}");
    }
}
