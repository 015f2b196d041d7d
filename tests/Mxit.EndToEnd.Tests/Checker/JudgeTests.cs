using Mxit.Check.Checker;

namespace Mxit.EndToEnd.Tests.Checker;

/// <summary>
/// The judge of <c>Mxit.Check -- check</c>: a good history passes, and each way to break it is found and called by its name.
/// </summary>
public sealed class JudgeTests
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";

    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private static readonly Guid[] Ids = [.. Enumerable.Range(0, 10).Select(n => new Guid(n, 0, 0, new byte[8]))];

    [Fact]
    public void R_37_a_good_history_has_no_violation()
    {
        var verdict = Judge.Decide(Good());

        Assert.Empty(verdict.Violations);
        var all = verdict.Total;
        Assert.Equal((1, 5, 4, 1, 4, 1), (all.Rounds, all.Sent, all.Acknowledged, all.Repeated, all.Read, all.Expired));
    }

    [Fact]
    public void R_01_a_message_that_was_acknowledged_and_is_nowhere_is_lost() =>
        AssertOnly(Rules.NotLost, 1, Without(entry => entry is Shown { Cursor: 10 }));

    [Fact]
    public void R_01_a_message_that_was_shown_and_is_gone_is_lost() =>
        AssertOnly(Rules.NotLost, 5, Without(entry => entry is Shown { Cursor: 50, Reader: "fresh" }));

    [Fact]
    public void R_01_a_message_without_a_state_is_lost() =>
        AssertOnly(Rules.NotLost, 4, Without(entry => entry is StateTold { Send: 4 }));

    [Fact]
    public void R_06_another_error_than_503_is_found() =>
        AssertOnly(Rules.Overload, 5, Changed<SendEnded>(entry => entry.Send == 5, entry => entry with { Status = 500 }));

    [Fact]
    public void R_06_a_keyed_message_that_is_never_answered_is_found() => AssertOnly(
        Rules.Overload, 2, Without(entry => entry is SendEnded { Send: 2, Status: 200 }));

    [Fact]
    public void R_08_a_key_with_two_answers_is_found() =>
        AssertOnly(Rules.OneAnswer, 2, [.. Good(), new SendEnded(2, 200, Ids[9], At(60)) { At = 600 }]);

    [Fact]
    public void R_08_a_key_that_is_refused_is_found() =>
        AssertOnly(Rules.OneAnswer, 2, [.. Good(), new SendEnded(2, 422, null, At(60)) { At = 600 }]);

    [Fact]
    public void R_10_a_key_that_was_honoured_twice_is_found() => AssertOnly(
        Rules.OneMessage, 2, [.. Good(), Fresh(2, 60) with { MessageId = Ids[9] }, Live(2, 60) with { MessageId = Ids[9] }]);

    [Fact]
    public void R_13_messages_out_of_order_are_found() => AssertOnly(Rules.Order, 1, Changed<Shown>(
        entry => entry.Cursor is 10 or 20, entry => ShownAs(entry.Reader, entry.Cursor == 10 ? 2 : 1, entry.Cursor)));

    [Fact]
    public void R_14_a_message_that_a_reader_sees_twice_is_found() => AssertOnly(Rules.Resume, 1, [.. Good(), Live(1, 60)]);

    [Fact]
    public void R_14_a_message_that_a_reader_passes_over_is_found() =>
        AssertOnly(Rules.Resume, 2, Without(entry => entry is Shown { Cursor: 20, Reader: "Live" }));

    [Fact]
    public void R_14_a_cursor_that_goes_back_is_found() =>
        AssertOnly(Rules.Resume, 3, Changed<Shown>(entry => entry.Cursor == 30, entry => entry with { Cursor = 15 }));

    [Fact]
    public void R_16_a_message_that_is_delivered_without_an_acknowledgement_is_found() =>
        AssertOnly(Rules.Acknowledged, 3, Without(entry => entry is MarkBegun or MarkEnded));

    [Fact]
    public void R_16_an_acknowledgement_that_is_forgotten_is_found() => AssertOnly(
        Rules.Acknowledged, 3, Changed<StateTold>(
            entry => entry.Send == 3, entry => entry with { State = DeliveryState.Accepted }));

    [Fact]
    public void R_17_a_message_that_was_to_be_kept_and_is_not_is_found() => AssertOnly(
        Rules.NotKept, 4, Changed<StateTold>(
            entry => entry.Send == 4,
            entry => entry with { State = DeliveryState.NotAccepted, Reason = DeliveryReason.Offline }));

    [Fact]
    public void R_18_a_message_that_is_shown_after_its_time_is_found() =>
        AssertOnly(Rules.Expiry, 4, WithFourth(At(51)));

    [Fact]
    public void R_18_a_message_that_is_shown_in_its_time_is_not_found() =>
        Assert.Empty(Judge.Decide(WithFourth(At(49))).Violations);

    [Fact]
    public void R_18_a_message_with_a_false_time_is_found() => AssertOnly(
        Rules.Expiry, 1, Changed<Shown>(
            entry => entry is { Cursor: 10, Reader: "Live" }, entry => entry with { SentUtc = Start.AddSeconds(20) }));

    [Fact]
    public void R_20_a_message_that_expires_before_its_time_is_found() => AssertOnly(
        Rules.NotEarly, 4, Changed<SendBegun>(entry => entry.Send == 4, entry => entry with { SpoolSeconds = 1_000 }));

    [Fact]
    public void A_message_to_somebody_else_is_found() => AssertOnly(
        Rules.Addressee, 1, [.. Good(), ShownAs("Live", 1, 60) with { Receiver = Alice }]);

    [Fact]
    public void A_changed_text_is_found() => AssertOnly(
        Rules.Unchanged, 1, Changed<Shown>(
            entry => entry is { Cursor: 10, Reader: "Live" }, entry => entry with { Text = entry.Text + "!" }));

    [Fact]
    public void A_changed_sender_is_found() => AssertOnly(
        Rules.Unchanged, 1, Changed<Shown>(
            entry => entry is { Cursor: 10, Reader: "Live" }, entry => entry with { From = Alice }));

    [Fact]
    public void A_message_that_nobody_sent_is_found() =>
        AssertOnly(Rules.Unchanged, null, [.. Good(), Live(1, 60) with { Text = "777 hi" }]);

    [Fact]
    public void What_the_server_did_besides_is_a_violation_of_its_round()
    {
        var verdict = Judge.Decide([.. Good(), new Misbehaved(Rules.CleanStop, 1, "exit code 1")]);

        Assert.Equal(Rules.CleanStop, Assert.Single(verdict.Violations).Rule);
        Assert.Equal([1, 1], verdict.Faults.Select(fault => fault.Violations));
    }

    [Fact]
    public void A_history_is_judged_from_its_file_as_it_was()
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var file = new HistoryFile(path))
            {
                foreach (var entry in Good())
                {
                    file.Add(entry);
                }
            }

            // The run was killed while it wrote.
            File.AppendAllText(path, "{\"is\":\"round\",\"rou");
            var read = HistoryFile.Read(path).ToList();

            Assert.Equal(Good().Select(entry => entry.GetType()), read.Select(entry => entry.GetType()));
            Assert.Empty(Judge.Decide(read).Violations);
        }
        finally
        {
            File.Delete(path);
        }
    }

    // 1: once, without key. 2: under a key, sent again after its answer was lost. 3: acknowledged by its receiver. 4: expired
    // unread. 5: its answer was lost, and it is there.
    private static HistoryEntry[] Good() =>
    [
        new RoundBegun(1, "kill"),
        Send(1), new SendEnded(1, 200, Ids[1], At(1)) { At = 11 },
        Send(2) with { HasKey = true }, new SendEnded(2, null, null, At(2)) { At = 21 },
        new SendEnded(2, 200, Ids[2], At(2)) { At = 22 },
        Send(3), new SendEnded(3, 200, Ids[3], At(3)) { At = 31 },
        Send(4) with { SpoolSeconds = 46 }, new SendEnded(4, 200, Ids[4], At(4)) { At = 41 },
        Send(5), new SendEnded(5, null, null, At(5)) { At = 51 },
        Live(1, 10), Live(2, 20), Live(3, 30), Live(5, 50),
        new MarkBegun(Bob, 30, At(6)), new MarkEnded(Bob, 30, At(6)),
        Fresh(1, 10), Fresh(2, 20), Fresh(3, 30), Fresh(5, 50),
        new StateTold(3, Bob, DeliveryState.Read, null, At(60)), new StateTold(4, Bob, DeliveryState.Expired, null, At(60)),
    ];

    private static HistoryEntry[] WithFourth(TimeSpanUtc time) =>
        [.. Good().SelectMany(
            entry => entry is Shown { Cursor: 50, Reader: "Live" }
                ? [Live(4, 40) with { Time = time }, entry]
                : new[] { entry })];

    private static SendBegun Send(int number) =>
        new(number, 1, "demo", [Bob], Text(number), HasKey: false, Spool: true, SpoolSeconds: null,
            At(number))
        { At = number * 10 };

    private static Shown Live(int number, long cursor) => ShownAs("Live", number, cursor);

    private static Shown Fresh(int number, long cursor) => ShownAs("fresh", number, cursor);

    private static Shown ShownAs(string reader, int number, long cursor) =>
        new(reader, Bob, cursor, Ids[number], "demo", Text(number), Start.AddSeconds(number), At(number + 1));

    private static string Text(int number) => $"{number} hello 😀";

    private static TimeSpanUtc At(int second) => new(Start.AddSeconds(second), Start.AddSeconds(second));

    private static HistoryEntry[] Without(Predicate<HistoryEntry> isLeftOut) => [.. Good().Where(entry => !isLeftOut(entry))];

    private static HistoryEntry[] Changed<T>(Predicate<T> isChanged, Func<T, T> change)
        where T : HistoryEntry =>
        [.. Good().Select(entry => entry is T one && isChanged(one) ? change(one) : entry)];

    private static void AssertOnly(string rule, int? send, IEnumerable<HistoryEntry> history) =>
        Assert.Equal(
            (rule, send), Assert.Single(
                Judge.Decide(history).Violations.Select(violation => (violation.Rule, violation.Send)).Distinct()));
}
