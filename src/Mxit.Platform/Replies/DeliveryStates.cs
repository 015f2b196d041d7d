namespace Mxit.Platform.Replies;

/// <summary>What can become of a message with one of those it is for.</summary>
internal static class DeliveryStates
{
    /// <summary>The server keeps it for the receiver.</summary>
    public const string Accepted = "accepted";

    /// <summary>A program of the receiver has acknowledged it; that one is connected is not enough.</summary>
    public const string Delivered = "delivered";

    /// <summary>The receiver has read it.</summary>
    public const string Read = "read";

    /// <summary>Its time was over before it was delivered; the receiver does not see it.</summary>
    public const string Expired = "expired";

    /// <summary>The receiver does not get it; <see cref="DeliveryReasons"/> has why.</summary>
    public const string NotAccepted = "notAccepted";
}

/// <summary>Why somebody does not get a message.</summary>
internal static class DeliveryReasons
{
    /// <summary>
    /// The receiver was not connected, and the message was not to be kept (<c>Spool</c> was <see langword="false"/>).
    /// </summary>
    public const string Offline = "offline";

    /// <summary>
    /// The receiver does not have the sender among the contacts, or wants nothing from the sender. Which of the two is nobody's
    /// business.
    /// </summary>
    public const string NotContact = "notContact";

    /// <summary>Too many messages wait for the receiver already.</summary>
    public const string SpoolFull = "spoolFull";
}
