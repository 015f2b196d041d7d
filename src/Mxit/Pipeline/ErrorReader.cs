using System.Net;

namespace Mxit.Internal;

/// <summary>Turns an error response into an exception.</summary>
internal sealed class ErrorReader(TimeProvider timeProvider)
{
    private const int MaxBodyBytes = 64 * 1024;

    /// <summary>
    /// Status → exception. Any other status, also a 2xx that is not expected, is a plain <see cref="MxitApiException"/>.
    /// </summary>
    private static readonly Dictionary<HttpStatusCode, Func<ErrorReply, MxitApiException>> Exceptions = new()
    {
        [HttpStatusCode.Unauthorized] = static reply => new MxitUnauthorizedException(reply.Message) { Reply = reply },
        [HttpStatusCode.Forbidden] = static reply =>
            new MxitForbiddenException(reply.Message) { Reply = reply, MissingScope = ReplyHeaders.MissingScope(reply.Response) },
        [HttpStatusCode.NotFound] = static reply => new MxitNotFoundException(reply.Message) { Reply = reply },
        [HttpStatusCode.TooManyRequests] = static reply => new MxitOverloadedException(reply.Message) { Reply = reply },
        [HttpStatusCode.ServiceUnavailable] = static reply => new MxitOverloadedException(reply.Message) { Reply = reply },
    };

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
            // The status says more than a connection that broke afterwards, or a body that cannot be decoded.
        }

        var said = ErrorBody.Read(body.Span);
        var clean = said.Clean(token is null ? request.Confidential : [token, .. request.Confidential]);
        var reply = new ErrorReply(response, clean, ReplyHeaders.RetryAfter(response, timeProvider));
        if (response.StatusCode == HttpStatusCode.BadRequest
            && request.Recipients.Count > 0
            && UnknownRecipients(said, clean, request.Recipients) is { Count: > 0 } unknown)
        {
            return new MxitUnknownRecipientsException(
                MessageOf(unknown, request.Recipients.Count), [.. unknown.Select(static id => new UserId(id))])
            {
                Reply = reply,
                MessageId = ReplyHeaders.MessageId(response),
            };
        }

        return Exceptions.TryGetValue(response.StatusCode, out var create)
            ? create(reply)
            : new MxitApiException(reply.Message) { Reply = reply };
    }

    /// <summary>
    /// The unknown recipients: the sent ids that the error names. If it names none of them, everything that looks like an id,
    /// because all other recipients got the message.
    /// </summary>
    private static IReadOnlyList<string> UnknownRecipients(ErrorBody said, ErrorBody clean, IReadOnlyList<string> sent)
    {
        var known = said.UnknownRecipients().Intersect(sent, StringComparer.OrdinalIgnoreCase).ToList();
        return known.Count > 0 ? known : clean.UnknownRecipients();
    }

    private static string MessageOf(IReadOnlyList<string> unknownRecipients, int sentTo) =>
        $"Unknown recipients: {ErrorBody.OneLine(string.Join(", ", unknownRecipients), ErrorBody.MaxDescriptionLength)}." +
        (sentTo == 1 ? "" : " All others were accepted: do not send the whole batch again.");
}

/// <summary>An error response, from which exceptions are made.</summary>
internal sealed record ErrorReply(HttpResponseMessage Response, ErrorBody Body, TimeSpan? RetryAfter)
{
    public HttpStatusCode StatusCode => Response.StatusCode;

    public string? RequestId { get; } = ReplyHeaders.RequestId(Response);

    /// <summary>What went wrong, as a text for people.</summary>
    public string Message =>
        $"The server answered {(int)StatusCode}" +
        (Body.Error is null ? "" : $" ({Body.Error})") +
        (Body.Description is null ? "." : $": {Body.Description}") +
        (RequestId is null ? "" : $" [request {RequestId}]");
}
