using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Mxit.Platform.Accounts;
using Mxit.Platform.Contacts;
using Mxit.Web.Pages;

namespace Mxit.Web;

/// <summary>Reads the frame of the pages of a person who is signed in.</summary>
internal sealed class FrameReader(PersonDirectory people, ContactListService contacts, IAntiforgery antiforgery)
{
    public async Task<Frame> ReadAsync(HttpContext context, string userId)
    {
        var person = await people.FindByUserIdOrNullAsync(userId, context.RequestAborted);
        return new Frame
        {
            UserId = userId,
            PersonName = person?.DisplayName ?? context.User.Identity?.Name ?? userId,
            AvatarId = person?.AvatarId,
            Invites = await contacts.CountInvitesAsync(userId, context.RequestAborted),
            Proof = FormProof.Issue(context, antiforgery),
        };
    }
}
