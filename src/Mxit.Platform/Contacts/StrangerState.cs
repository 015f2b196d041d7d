using Mxit.Wire;

namespace Mxit.Platform.Contacts;

/// <summary>What those see who are not friends, or whom the person blocks.</summary>
internal static class StrangerState
{
    /// <summary>The same state of somebody who seems never to have been there since the account was made.</summary>
    public static PersonStateReply ToStrangers(this PersonStateReply state, DateTime registeredUtc) => state with
    {
        Availability = Availability.Disconnected,
        IsOnline = false,
        LastOnline = WireDate.FromUtc(registeredUtc),
    };
}
