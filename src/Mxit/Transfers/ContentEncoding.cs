namespace Mxit.Internal;

/// <summary>
/// The content encodings of a response, requested or not. Source: <c>Content-Encoding</c>, RFC 9110, section 8.4.
/// </summary>
internal static class ContentEncoding
{
    // Each encoding can expand a small response, and more are not used in practice.
    private const int MaxEncodings = 4;
    private const int MaxNameLength = 40;

    /// <summary>The encodings in the order in which they were applied; empty for a plain response.</summary>
    public static IReadOnlyList<string> Of(HttpContent content)
    {
        if (!content.Headers.NonValidated.TryGetValues("Content-Encoding", out var values))
        {
            return [];
        }

        // "none" is a mistake that some servers make.
        return [.. values
            .SelectMany(static value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(static name => name.ToLowerInvariant())
            .Where(static name => name is not ("identity" or "none"))];
    }

    /// <summary>Returns a stream that decodes the given one. Disposing it disposes both.</summary>
    /// <exception cref="MxitApiException">The encodings are not known, or too many.</exception>
    public static Stream Decode(Stream encoded, HttpResponseMessage response)
    {
        var encodings = Of(response.Content);
        if (encodings.Count == 0)
        {
            return encoded;
        }

        if (encodings.Count > MaxEncodings)
        {
            throw Failure(response, $"The answer was encoded {encodings.Count} times over; at most {MaxEncodings} are undone.");
        }

        foreach (var encoding in encodings)
        {
            if (!DecodedStream.Knows(encoding))
            {
                throw Failure(response, $"The answer came in an encoding that is not known: {Readable(encoding)}.");
            }
        }

        return encodings.Reverse().Aggregate(encoded, (stream, encoding) => new DecodedStream(stream, encoding, response));
    }

    /// <summary>The exception for a response that cannot be read.</summary>
    public static MxitApiException Failure(HttpResponseMessage response, string message, Exception? cause = null) =>
        new(message, cause)
        {
            StatusCode = response.StatusCode,
            RequestId = ReplyHeaders.RequestId(response),
            Reason = MxitErrorReason.InvalidReply,
        };

    private static string Readable(string encoding) => new([.. encoding
        .Take(MaxNameLength)
        .Select(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' ? character : '?')]);
}
