using System.Net;

namespace Mxit.Internal;

/// <summary>What a failed attempt means for its batch, and for the broadcast.</summary>
internal enum BroadcastVerdict
{
    /// <summary>It has come to its end.</summary>
    Settled,

    /// <summary>The server has no time for it now.</summary>
    Later,

    /// <summary>The attempt before is still at work.</summary>
    InUse,

    /// <summary>It may go better the next time.</summary>
    Again,

    /// <summary>It would go the same with every other batch.</summary>
    Stop,
}

internal static class BroadcastVerdicts
{
    public static BroadcastVerdict Of(Exception? failure, bool canRepeat) => failure switch
    {
        null or MxitUnknownRecipientsException or MxitException { Reason: MxitErrorReason.OutcomeUnknown } => BroadcastVerdict.Settled,
        MxitOverloadedException => BroadcastVerdict.Later,
        MxitApiException { StatusCode: HttpStatusCode.Conflict, RetryAfter: not null } => BroadcastVerdict.InUse,
        _ when !TransientErrors.IsTransient(failure, hasKey: true) => BroadcastVerdict.Stop,
        _ when canRepeat => BroadcastVerdict.Again,
        MxitApiException => BroadcastVerdict.Settled,

        // A server that cannot be reached at all is left alone: under the same keys, a resume finds out what became of it.
        _ => BroadcastVerdict.Stop,
    };

    /// <summary>Whether the server may have carried out a request that failed like this.</summary>
    public static bool MayHaveArrived(Exception failure) =>
        failure is not MxitException { Attempts: var attempts }
        || attempts.Any(static attempt => attempt.StatusCode is { } status ? !IsRefusal(status) : attempt.MayHaveArrived);

    private static bool IsRefusal(HttpStatusCode status) =>
        status is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
            and not (HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict);
}
