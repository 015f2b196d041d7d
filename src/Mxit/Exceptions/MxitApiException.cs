using System.Net;
using Mxit.Internal;

namespace Mxit;

/// <summary>
/// The server answered, but not with a success (only 200 is one), or with a 200 that cannot be read. Subtypes exist where a
/// caller acts differently. Source: wire document, sections 1.4 and 1.5.
/// </summary>
public class MxitApiException : MxitException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What went wrong, for a person.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public MxitApiException(string message, Exception? innerException = null)
        : base(message, MxitErrorReason.ErrorReply, innerException)
    {
    }

    /// <summary>The status of the answer.</summary>
    public HttpStatusCode StatusCode { get; init; }

    /// <summary>
    /// The machine-readable code of the error object, such as <c>invalid_grant</c>; <see langword="null"/> when the answer had
    /// none.
    /// </summary>
    public string? Error { get; init; }

    /// <summary>
    /// What the server said, at most 1,000 characters, from the error object, a JSON string or plain text;
    /// <see langword="null"/> when it said nothing readable. Tokens, secrets and personal texts that it repeated are replaced.
    /// </summary>
    public string? ErrorDescription { get; init; }

    /// <summary>The id under which the server logged the request; <see langword="null"/> when it sent none.</summary>
    public string? RequestId { get; init; }

    /// <summary>
    /// How long the server asks to wait before the call is repeated, from <c>Retry-After</c>, never negative;
    /// <see langword="null"/> when it did not say.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The answer of which the exception was made: sets everything above.</summary>
    internal ErrorReply Reply
    {
        init => (StatusCode, Error, ErrorDescription, RequestId, RetryAfter) =
            (value.StatusCode, value.Body.Error, value.Body.Description, value.RequestId, value.RetryAfter);
    }
}
