using System.Text.Json;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Wire;
using Mxit.Wire;

namespace Mxit.Platform.Messages;

/// <summary>The rules of sending. Source: wire document, section 3.1.</summary>
internal sealed class MessageService(
    MessageQueue queue,
    PersonDirectory people,
    IdempotencyService idempotency,
    IOptions<MessageSettings> settings,
    Ids ids,
    TimeProvider clock)
{
    private const int MaxLinks = 50;

    private const string OtherUse = "This Idempotency-Key was used with another body. A new piece of work needs a new key.";

    /// <summary>Accepts a message; the response means that it is durable.</summary>
    /// <param name="caller">Who sends.</param>
    /// <param name="operation">Which call it came by; keys of different calls are different keys.</param>
    /// <param name="message">What to send.</param>
    /// <param name="key">The caller's key, if there is one.</param>
    /// <param name="cancellationToken">Gives up waiting; the message may be accepted all the same.</param>
    public async Task<Result<AcceptedMessage>> SendAsync(
        Caller caller, string operation, SendMessageBody message, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(message);
        var begun = idempotency.Begin(caller, operation, key, OtherUse);
        if (!begun.IsDone)
        {
            return begun.Refusal;
        }

        using var request = begun.Value;
        return await SendAsync(NewId(), caller, message, request, cancellationToken);
    }

    /// <summary>
    /// Accepts a message for a feature that has written rows under its id before, and that looks after the caller's key itself.
    /// </summary>
    /// <param name="id">The id of the message, one of <see cref="NewId"/>.</param>
    /// <param name="caller">Who sends.</param>
    /// <param name="message">What to send.</param>
    /// <param name="request">The request under the caller's key; its record is committed together with the message.</param>
    /// <param name="cancellationToken">Gives up before the message is in the queue, not afterwards.</param>
    /// <returns>The message; one with another id when one was accepted under the key before.</returns>
    internal async Task<Result<AcceptedMessage>> SendAsync(
        Guid id, Caller caller, SendMessageBody message, KeyedRequest request, CancellationToken cancellationToken)
    {
        var check = await CheckAsync(caller, message, cancellationToken);
        if (check.Refusal is null)
        {
            return await AppendAsync(
                Pend(id, caller, message, check.Known, check.Answer, request), check.Answer, request, cancellationToken);
        }

        // What was accepted once stays so, also when those whom it was for are gone by now.
        return await FindSentAsync(request, cancellationToken) ?? check.Refusal;
    }

    /// <summary>An id for a message that is accepted now.</summary>
    internal Guid NewId() => ids.NewId();

    private static bool IsOwnName(Caller caller, string? from) =>
        string.IsNullOrEmpty(from)
        || string.Equals(from, caller.Id, StringComparison.OrdinalIgnoreCase)
        || (caller.IsApp && string.Equals(from, caller.Id + NameRules.ServiceDomain, StringComparison.OrdinalIgnoreCase));

    private static async Task<Result<AcceptedMessage>?> FindSentAsync(
        KeyedRequest request, CancellationToken cancellationToken) =>
            (await request.FindAsync(cancellationToken))?.Then(
                record => new AcceptedMessage(record.MessageId!.Value, record.Answer.Length == 0 ? null : record.Answer));

    private async ValueTask<Check> CheckAsync(Caller caller, SendMessageBody message, CancellationToken cancellationToken)
    {
        if (FindFault(message) is { } fault)
        {
            return new Check(Refusal.Invalid(fault), [], "");
        }

        if (!IsOwnName(caller, message.From))
        {
            var notYours = $"From must be {caller.Id}, which this token speaks for, or be left out.";
            return new Check(Refusal.Forbidden(notYours), [], "");
        }

        var unknown = await people.FindUnknownAsync(message.To!, cancellationToken);
        var known = unknown.Count == 0 ? message.To! : [.. message.To!.Except(unknown, StringComparer.Ordinal)];
        var answer = unknown.Count == 0 ? "" : $"Unknown recipients: {string.Join(',', unknown)}";
        return new Check(known.Count == 0 ? Refusal.Invalid(answer) : null, known, answer);
    }

    private async Task<Result<AcceptedMessage>> AppendAsync(
        PendingMessage message, string answer, KeyedRequest request, CancellationToken cancellationToken) =>
        await queue.AppendAsync(message) switch
        {
            AppendOutcome.Appended => new AcceptedMessage(message.Id, answer.Length == 0 ? null : answer),

            // When there is nothing, it expired between the commit and this look.
            AppendOutcome.Repeat => await FindSentAsync(request, cancellationToken) ?? KeyedRequest.InUse,
            AppendOutcome.Overloaded => Refusal.Later(
                RefusalKind.Overloaded, "Too many messages are waiting; send it again in a moment."),
            _ => Refusal.Later(
                RefusalKind.NotStored,
                "The message could not be stored. Send it again; with an Idempotency-Key it cannot arrive twice."),
        };

    private PendingMessage Pend(
        Guid id,
        Caller caller,
        SendMessageBody message,
        IReadOnlyList<string> recipients,
        string answer,
        KeyedRequest request)
    {
        var acceptedUtc = clock.GetStoredUtcNow();
        var longest = settings.Value.MaxSpoolSeconds;
        var seconds = Math.Min(message.SpoolTimeOut ?? longest, longest);
        var spool = (message.Spool ?? true) && seconds > 0;
        return new PendingMessage
        {
            Id = id,
            SenderId = caller.Id,
            SenderIsApp = caller.IsApp,
            Recipients = string.Join(',', recipients),
            RecipientCount = recipients.Count,
            Body = message.Body!,
            ContainsMarkup = message.ContainsMarkup ?? false,
            Links = message.Links is { Count: > 0 } links ? WriteLinks(links) : null,
            Spool = spool,
            AcceptedUtc = acceptedUtc,
            ExpiresUtc = acceptedUtc.AddSeconds(spool ? seconds : longest),
            Record = request.Make(answer.Length == 0 ? 200 : 400, answer, id),
        };
    }

    private static string WriteLinks(IReadOnlyList<WireLink> links) =>
        JsonSerializer.Serialize(
            [.. links.Select(link => new MessageLink(link.Text!, link.TargetService!)
            {
                AddToBackHistory = link.AddToBackHistory,
                CreateTemporaryContact = link.CreateTemporaryContact ?? false,
                Parameters = link.Parameters,
            })],
            MxitJson.Wire.MessageLinkArray);

    private string? FindFault(SendMessageBody message) => message switch
    {
        { To: null or { Count: 0 } } => "To is missing: one or more user ids, separated by commas.",
        { Body: null or "" } => "Body is missing: the text of the message.",
        _ when message.To.Count > settings.Value.MaxRecipients =>
            $"To names {message.To.Count} recipients; at most {settings.Value.MaxRecipients} are allowed.",
        _ when message.Body.Length > settings.Value.MaxBodyLength =>
            $"Body has {message.Body.Length} characters; at most {settings.Value.MaxBodyLength} are allowed.",
        { SpoolTimeOut: < 0 } => "SpoolTimeOut is negative; it is a number of seconds.",
        { Links.Count: > MaxLinks } => $"Links has {message.Links.Count} entries; at most {MaxLinks} are allowed.",
        _ when HoldsNul(message.Body) => "Body holds a NUL character, which no text may.",
        _ => FindLinkFault(message.Links ?? []),
    };

    private static string? FindLinkFault(IReadOnlyList<WireLink> links)
    {
        for (var i = 0; i < links.Count; i++)
        {
            if (links[i] is not { Text.Length: > 0, TargetService.Length: > 0 })
            {
                return $"Links[{i}] needs a Text and a TargetService.";
            }

            if (HoldsNul(links[i].Text) || HoldsNul(links[i].TargetService) || HoldsNul(links[i].Parameters))
            {
                return $"Links[{i}] holds a NUL character, which no text may.";
            }
        }

        return null;
    }

    private static bool HoldsNul(string? text) => text?.Contains('\0', StringComparison.Ordinal) ?? false;

    /// <summary>
    /// What is known of a message before it is in the queue: why not, or for whom and what to say of the others.
    /// </summary>
    private readonly record struct Check(Refusal? Refusal, IReadOnlyList<string> Known, string Answer);
}
