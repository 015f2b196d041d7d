using System.Net;

namespace Mxit.Internal;

/// <summary>What follows from the outcome of an attempt.</summary>
internal enum BroadcastVerdict
{
    /// <summary>The batch has its results.</summary>
    Settled,

    /// <summary>The server is overloaded: retry the batch later.</summary>
    Later,

    /// <summary>The previous attempt is still in flight: retry the batch later.</summary>
    InUse,

    /// <summary>The error is transient: retry the batch.</summary>
    Again,

    /// <summary>Every other batch would fail too: stop the broadcast.</summary>
    Stop,
}

internal static class BroadcastVerdicts
{
    public static BroadcastVerdict Of(Exception? failure, bool canRepeat) => failure switch
    {
        null or MxitUnknownRecipientsException or MxitException { Reason: MxitErrorReason.OutcomeUnknown } =>
            BroadcastVerdict.Settled,
        MxitOverloadedException => BroadcastVerdict.Later,
        MxitApiException { StatusCode: HttpStatusCode.Conflict, RetryAfter: not null } => BroadcastVerdict.InUse,
        _ when !TransientErrors.IsTransient(failure, hasKey: true) => BroadcastVerdict.Stop,
        _ when canRepeat => BroadcastVerdict.Again,
        MxitApiException => BroadcastVerdict.Settled,

        // Stops when the server cannot be reached. A resume under the same keys finds the outcome.
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
