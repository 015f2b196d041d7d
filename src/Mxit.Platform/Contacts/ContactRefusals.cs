namespace Mxit.Platform.Contacts;

/// <summary>What is refused to a person who changes a contact list. A contact has the name that the person gave.</summary>
internal static class ContactRefusals
{
    public static Refusal Self { get; } = Refusal.Invalid("Nobody can be their own contact.");

    public static Refusal GroupInvalid { get; } = Refusal.Invalid(
        $"The name of a group has at most {ContactService.MaxGroupLength} characters, and no control characters.");

    /// <summary>There is no such person and no such app.</summary>
    public static Refusal Unknown(string contact) => Refusal.NotFound($"Unknown contact: {contact}");

    public static Refusal NotAContact(string contact) => Refusal.NotFound($"Not among your contacts: {contact}");

    public static Refusal NoInvite(string contact) => new(
        RefusalKind.Conflict, $"There is no invite to answer from {contact}.");
}
