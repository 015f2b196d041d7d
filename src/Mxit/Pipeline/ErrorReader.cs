using System.Net;

namespace Mxit.Internal;

/// <summary>Turns an answer that is no success into the exception that a caller acts on.</summary>
internal sealed class ErrorReader(TimeProvider timeProvider)
{
    private const int MaxBodyBytes = 64 * 1024;

    public async Task<MxitApiException> ReadAsync(
        HttpResponseMessage response, ApiRequest request, string? token, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = default;
        try
        {
            (body, _) = await BoundedReader.ReadAsync(response, MaxBodyBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested && broken is not OutOfMemoryException)
        {
            // The status is known and says more than a connection that broke afterwards, or a body that cannot be decoded.
        }

        var said = ErrorBody.Read(body.Span);
        var clean = said.Clean(token is null ? request.Confidential : [token, .. request.Confidential]);
        var unknown = response.StatusCode == HttpStatusCode.BadRequest && request.Recipients.Count > 0
            ? UnknownRecipients(said, clean, request.Recipients)
            : [];
        var requestId = ReplyHeaders.RequestId(response);
        return Create(response, clean, unknown, request.Recipients.Count, requestId);
    }

    /// <summary>
    /// The ids that were sent and are named; if none of them is, then what looks like an id, since the answer still means that
    /// everybody else got the message.
    /// </summary>
    private static IReadOnlyList<string> UnknownRecipients(ErrorBody said, ErrorBody clean, IReadOnlyList<string> sent)
    {
        var known = said.UnknownRecipients().Intersect(sent, StringComparer.OrdinalIgnoreCase).ToList();
        return known.Count > 0 ? known : clean.UnknownRecipients();
    }

    private MxitApiException Create(
        HttpResponseMessage response, ErrorBody said, IReadOnlyList<string> unknownRecipients, int sentTo, string? requestId)
    {
        var message = MessageOf(response.StatusCode, said, requestId);
        var retryAfter = RetryAfterHeader.Read(response, timeProvider);
        return response.StatusCode switch
        {
            HttpStatusCode.BadRequest when unknownRecipients.Count > 0 => new MxitUnknownRecipientsException(
                MessageOf(unknownRecipients, sentTo), unknownRecipients)
            {
                StatusCode = response.StatusCode,
                Error = said.Error,
                ErrorDescription = said.Description,
                RequestId = requestId,
                RetryAfter = retryAfter,
                MessageId = ReplyHeaders.MessageId(response),
            },
            HttpStatusCode.Unauthorized => new MxitUnauthorizedException(message)
            {
                StatusCode = response.StatusCode,
                Error = said.Error,
                ErrorDescription = said.Description,
                RequestId = requestId,
                RetryAfter = retryAfter,
            },
            HttpStatusCode.Forbidden => new MxitForbiddenException(message)
            {
                StatusCode = response.StatusCode,
                Error = said.Error,
                ErrorDescription = said.Description,
                RequestId = requestId,
                RetryAfter = retryAfter,
                MissingScope = ReplyHeaders.MissingScope(response),
            },
            HttpStatusCode.NotFound => new MxitNotFoundException(message)
            {
                StatusCode = response.StatusCode,
                Error = said.Error,
                ErrorDescription = said.Description,
                RequestId = requestId,
                RetryAfter = retryAfter,
            },
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new MxitOverloadedException(message)
            {
                StatusCode = response.StatusCode,
                Error = said.Error,
                ErrorDescription = said.Description,
                RequestId = requestId,
                RetryAfter = retryAfter,
            },
            _ => new MxitApiException(message)
            {
                StatusCode = response.StatusCode,
                Error = said.Error,
                ErrorDescription = said.Description,
                RequestId = requestId,
                RetryAfter = retryAfter,
            },
        };
    }

    private static string MessageOf(IReadOnlyList<string> unknownRecipients, int sentTo) =>
        $"Unknown recipients: {ErrorBody.OneLine(string.Join(", ", unknownRecipients), ErrorBody.MaxDescriptionLength)}." +
        (sentTo == 1 ? "" : " All others were accepted: do not send the whole batch again.");

    private static string MessageOf(HttpStatusCode status, ErrorBody said, string? requestId) =>
        $"The server answered {(int)status}" +
        (said.Error is null ? "" : $" ({said.Error})") +
        (said.Description is null ? "." : $": {said.Description}") +
        (requestId is null ? "" : $" [request {requestId}]");
}
