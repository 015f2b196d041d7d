namespace Mxit;

/// <summary>Why a call failed, where no exception type of its own says it.</summary>
public enum MxitErrorReason
{
    /// <summary>The server responded with an error. The exception is a <see cref="MxitApiException"/>.</summary>
    ErrorReply,

    /// <summary>
    /// The server responded with a success that cannot be read, is incomplete or does not belong to the request. The exception is
    /// a <see cref="MxitApiException"/>. The call may have been carried out.
    /// </summary>
    InvalidReply,

    /// <summary>
    /// The server could not be reached, the connection broke, or a handler of your HTTP client threw an exception of its own. The
    /// request may or may not have arrived. Sending it again is safe under the same <see cref="MxitException.IdempotencyKey"/>.
    /// </summary>
    Connection,

    /// <summary>
    /// No complete response arrived within <see cref="MxitClientOptions.Timeout"/> or <see cref="MxitCallOptions.Timeout"/>, or
    /// before your HTTP client or one of its handlers gave up. The request may or may not have arrived. Sending it again is safe
    /// under the same <see cref="MxitException.IdempotencyKey"/>.
    /// </summary>
    Timeout,

    /// <summary>
    /// A batch of a broadcast was sent and its response was lost. The server no longer keeps its idempotency key, so a retry
    /// could deliver it twice. It was not sent again. Ask the recipients, or accept one of the two risks.
    /// </summary>
    OutcomeUnknown,

    /// <summary>
    /// A download is damaged or has changed: its digest differs from the one that the server sent, or the content changed while
    /// it was read. Nothing was saved. Download it again from the beginning.
    /// </summary>
    ContentMismatch,

    /// <summary>A download is longer than the limit that you gave. The exception is a <see cref="MxitApiException"/>.</summary>
    ContentTooLong,

    /// <summary>
    /// An upload had to be retried, but its stream cannot be read a second time. Open the stream again and make the call under
    /// the same <see cref="MxitException.IdempotencyKey"/>. After a refused token nothing was changed; otherwise the server may
    /// have stored the file. Never for bytes, a file or a stream that can seek.
    /// </summary>
    StreamConsumed,

    /// <summary>
    /// The checkpoint of a broadcast was made with another message, app, batch size or list of recipients. Continue with those,
    /// or begin a new broadcast with a new checkpoint.
    /// </summary>
    BroadcastMismatch,

    /// <summary>
    /// The server ended a live feed because too many are open for the same person and app, and this was the oldest. The exception
    /// is a <see cref="MxitApiException"/>. Opening it again would end another one.
    /// </summary>
    FeedReplaced,

    /// <summary>A sign-in gave no authorization. The exception is a <see cref="MxitAuthorizationException"/>.</summary>
    Authorization,
}
