using Mxit.Platform.Accounts;
using Mxit.Platform.Profiles;

namespace Mxit.Platform.Contacts;

/// <summary>What people see of each other: friends all that is for friends, others the basic profile.</summary>
internal sealed class PersonViewService
{
    private readonly PersonDirectory _people;
    private readonly ProfileService _profiles;
    private readonly ContactListService _contacts;

    internal PersonViewService(PersonDirectory people, ProfileService profiles, ContactListService contacts) =>
        (_people, _profiles, _contacts) = (people, profiles, contacts);

    /// <summary>A person as the viewer sees them; <see langword="null"/> when there is no such person, or no longer.</summary>
    /// <param name="viewerId">Who looks.</param>
    /// <param name="userId">The user id of who is looked at.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<PersonView?> FindOrNullAsync(string viewerId, string userId, CancellationToken cancellationToken)
    {
        if (await _people.FindByUserIdOrNullAsync(userId, cancellationToken) is not { } person)
        {
            return null;
        }

        var profile = _profiles.DescribeBasic(person);
        var contact = await _contacts.FindOrNullAsync(viewerId, person.UserId, cancellationToken);

        // The list knows who may see whether somebody is there: those whom they accepted and do not block.
        return contact is { LastOnlineUtc: not null }
            ? new PersonView { Profile = profile, Contact = contact, WhereAmI = person.WhereAmI, ShowsPresence = true }
            : new PersonView
            {
                Profile = profile with { State = profile.State?.ToStrangers(person.RegisteredUtc) },
                Contact = contact,
            };
    }
}
