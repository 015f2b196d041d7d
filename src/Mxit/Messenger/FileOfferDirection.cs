namespace Mxit;

/// <summary>Which way file offers go, as seen by the person who asks.</summary>
public enum FileOfferDirection
{
    /// <summary>To the person.</summary>
    Received,

    /// <summary>From the person.</summary>
    Sent,
}
