namespace Mxit.Platform.Contacts;

/// <summary>Somebody who can be in a contact list.</summary>
/// <param name="Id">The user id of a person, or the service name of an app.</param>
/// <param name="Type">Which of the two.</param>
internal sealed record ContactPeer(string Id, ContactType Type);
