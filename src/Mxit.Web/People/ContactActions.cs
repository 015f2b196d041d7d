using Microsoft.AspNetCore.Http;
using Mxit.Platform.Contacts;

namespace Mxit.Web.People;

/// <summary>The actions on a contact. The service checks whether they are allowed.</summary>
internal sealed class ContactActions(ContactService contacts)
{
    public const string Field = "do";
    public const string GroupField = "group";

    public const string Invite = "invite";
    public const string Accept = "accept";
    public const string Reject = "reject";
    public const string Delete = "delete";
    public const string Block = "block";
    public const string Unblock = "unblock";
    public const string Move = "move";

    /// <summary>Does the action of the form; <see langword="null"/> for an unknown action.</summary>
    public async Task<ContactOutcome?> ActOrNullAsync(
        string userId, string id, IFormCollection form, CancellationToken cancellationToken) => form[Field].ToString() switch
        {
            Invite => await contacts.InviteAsync(userId, id, cancellationToken),
            Accept => await contacts.AcceptAsync(userId, id, cancellationToken),
            Reject => await contacts.RejectAsync(userId, id, cancellationToken),
            Delete => await contacts.DeleteAsync(userId, id, cancellationToken),
            Block => await contacts.BlockAsync(userId, id, cancellationToken),
            Unblock => await contacts.UnblockAsync(userId, id, cancellationToken),
            Move => await contacts.MoveAsync(userId, id, form[GroupField].ToString(), cancellationToken),
            _ => null,
        };
}
