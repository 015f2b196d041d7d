using Mxit.Platform.Messages;

namespace Mxit.Platform.Delivery;

/// <summary>What stored reasons are called on the wire.</summary>
internal static class DeliveryText
{
    public static string State(DeliveryFailureReason reason) =>
        reason == DeliveryFailureReason.Expired ? DeliveryStates.Expired : DeliveryStates.NotAccepted;

    public static string? ReasonOrNull(DeliveryFailureReason reason) => reason switch
    {
        DeliveryFailureReason.Offline => DeliveryReasons.Offline,
        DeliveryFailureReason.NotContact => DeliveryReasons.NotContact,
        DeliveryFailureReason.SpoolFull => DeliveryReasons.SpoolFull,
        _ => null,
    };
}
