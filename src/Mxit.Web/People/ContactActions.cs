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

    /// <summary>Does the action of the form.</summary>
    /// <returns>The problem; <see langword="null"/> when it is done.</returns>
    public async Task<PageProblem?> ActAsync(
        string userId, string id, IFormCollection form, CancellationToken cancellationToken)
    {
        var action = form[Field].ToString() switch
        {
            Invite => contacts.InviteAsync(userId, id, cancellationToken),
            Accept => contacts.AcceptAsync(userId, id, cancellationToken),
            Reject => contacts.RejectAsync(userId, id, cancellationToken),
            Delete => contacts.DeleteAsync(userId, id, cancellationToken),
            Block => contacts.BlockAsync(userId, id, cancellationToken),
            Unblock => contacts.UnblockAsync(userId, id, cancellationToken),
            Move => contacts.MoveAsync(userId, id, form[GroupField].ToString(), cancellationToken),
            _ => null,
        };
        return action is null ? PageProblem.NothingToDo : ContactProblem.OfOrNull(await action, id);
    }
}
