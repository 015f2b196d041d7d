namespace Mxit.Platform.Messages;

/// <summary>A message that is durable.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="UnknownRecipients">Names the recipients that do not exist; <see langword="null"/> when all do.</param>
internal readonly record struct AcceptedMessage(Guid MessageId, string? UnknownRecipients);
