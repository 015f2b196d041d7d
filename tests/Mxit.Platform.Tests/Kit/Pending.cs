using Mxit.Platform.Data;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Messages;

namespace Mxit.Platform.Tests.Kit;

/// <summary>Messages on their way into the log.</summary>
internal static class Pending
{
    /// <summary>
    /// One that is kept for seven days unless something else is said, and that asks for no key unless there is one.
    /// </summary>
    public static PendingMessage Message(
        TimeProvider clock,
        string from,
        string body,
        string[] to,
        bool fromApp = true,
        bool spool = true,
        TimeSpan? life = null,
        string? key = null)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var nowUtc = clock.GetStoredUtcNow();
        return new PendingMessage
        {
            Id = id,
            SenderId = from,
            SenderIsApp = fromApp,
            Recipients = string.Join(',', to),
            RecipientCount = to.Length,
            Body = body,
            ContainsMarkup = false,
            Spool = spool,
            AcceptedUtc = nowUtc,
            ExpiresUtc = nowUtc + (life ?? TimeSpan.FromDays(7)),
            Record = key is null
                ? null
                : new IdempotencyRecord
                {
                    Scope = $"{from} test",
                    Key = key,
                    BodyHash = [1],
                    Status = 200,
                    Answer = "",
                    MessageId = id,
                    ExpiresUtc = nowUtc.AddHours(24),
                },
        };
    }
}
