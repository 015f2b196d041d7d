namespace Mxit.Check.Checker;

/// <summary>What senders are answered.</summary>
internal static class AnswerRules
{
    public static IEnumerable<Violation> Check(RecordedRun run)
    {
        foreach (var (number, message) in run.Sends)
        {
            foreach (var attempt in message.Attempts)
            {
                if (FindFault(message, attempt) is { } fault)
                {
                    yield return fault;
                }
            }

            if (message.Begun.HasKey && message.Acknowledged is null)
            {
                yield return new Violation(Rules.Overload, number, "was never answered, though it was sent again and again");
            }
        }
    }

    private static Violation? FindFault(SentMessage message, SendEnded attempt) => attempt.Status switch
    {
        200 when attempt.MessageId is null => new Violation(Rules.Unchanged, attempt.Send, "was acknowledged without an id"),
        200 when attempt.MessageId != message.Acknowledged!.MessageId => new Violation(
            Rules.OneAnswer, attempt.Send,
            $"was answered with the id {attempt.MessageId}, and before with {message.Acknowledged.MessageId}"),

        // 401: a token that ended by the server's clock. 503: try again later.
        null or 200 or 401 or 503 => null,
        409 when message.Begun.HasKey => null,
        409 or 422 => new Violation(Rules.OneAnswer, attempt.Send, $"was answered with {attempt.Status}"),
        _ => new Violation(Rules.Overload, attempt.Send, $"was answered with {attempt.Status}"),
    };
}
