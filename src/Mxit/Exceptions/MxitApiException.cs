using System.Net;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// The server responded with an error status (any status except 200), or with a 200 that cannot be read. Subtypes exist where a
/// caller acts differently. Source: wire document, sections 1.4 and 1.5.
/// </summary>
public class MxitApiException : MxitException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What went wrong, as a text for people.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public MxitApiException(string message, Exception? innerException = null)
        : base(message, MxitErrorReason.ErrorReply, innerException)
    {
    }

    /// <summary>The status of the response.</summary>
    public HttpStatusCode StatusCode { get; init; }

    /// <summary>
    /// The machine-readable code of the error object, such as <c>invalid_grant</c>; <see langword="null"/> when the response had
    /// none.
    /// </summary>
    public string? Error { get; init; }

    /// <summary>
    /// The server's own description of the error, at most 1,000 characters; <see langword="null"/> when there is none that can be
    /// read. It comes from the error object, a JSON string or plain text. Tokens, secrets and personal texts in it are replaced.
    /// </summary>
    public string? ErrorDescription { get; init; }

    /// <summary>The id under which the server logged the request; <see langword="null"/> when it sent none.</summary>
    public string? RequestId { get; init; }

    /// <summary>
    /// How long to wait before the next attempt, from <c>Retry-After</c>; never negative. <see langword="null"/> when the server
    /// sent no such header.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The error reply from which the properties above are set.</summary>
    internal ErrorReply Reply
    {
        init => (StatusCode, Error, ErrorDescription, RequestId, RetryAfter) =
            (value.StatusCode, value.Body.Error, value.Body.Description, value.RequestId, value.RetryAfter);
    }
}
