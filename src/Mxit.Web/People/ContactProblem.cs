using Mxit.Platform;
using Mxit.Platform.Contacts;

namespace Mxit.Web.People;

/// <summary>Why a change of contacts is not done, in words for people who look at a page.</summary>
internal static class ContactProblem
{
    /// <summary>The problem with a change; <see langword="null"/> when it is done.</summary>
    /// <param name="refusal">What the service said.</param>
    /// <param name="contact">The contact, as the service was given it.</param>
    public static PageProblem? OfOrNull(Refusal? refusal, string contact)
    {
        if (refusal is null)
        {
            return null;
        }

        var text = refusal == ContactRefusals.Unknown(contact) ? "There is no person and no app of this name."
            : refusal == ContactRefusals.NotAContact(contact) ? "This is not among your contacts any more."
            : refusal == ContactRefusals.NoInvite(contact) ? "There is no invite to answer any more. Perhaps it was taken back."
            : refusal == ContactRefusals.Self ? "That is you. Nobody can be their own contact."
            : refusal.Text;
        return PageProblem.OfOrNull(refusal with { Text = text });
    }
}
