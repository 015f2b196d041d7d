using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mxit.Internal;

/// <summary>A success: the body, read to its end, and the headers that callers hear about.</summary>
internal sealed record ApiReply(ReadOnlyMemory<byte> Body, string? RequestId, MessageId? MessageId)
{
    /// <exception cref="MxitApiException">The body is not what was expected.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (JsonSerializer.Deserialize(WithoutPreamble(Body.Span), type) is { } value)
            {
                return value;
            }
        }
        catch (JsonException)
        {
            // Left out on purpose: its message can quote the answer, and the answer can hold a token.
        }

        throw Unreadable();
    }

    /// <summary>The same for an answer that must be more than of its type.</summary>
    /// <exception cref="MxitApiException">The body is not what was expected.</exception>
    public T Read<T>(JsonTypeInfo<T> type, Predicate<T> isWhole)
        where T : class => Read(type) is var value && isWhole(value) ? value : throw Unreadable();

    /// <summary>A byte order mark is no part of the text, and JSON may be read without it (RFC 8259, section 8.1).</summary>
    public static ReadOnlySpan<byte> WithoutPreamble(ReadOnlySpan<byte> body) =>
        body.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;

    /// <summary>One page of a feed, whose cursors are numbers.</summary>
    /// <exception cref="MxitApiException">There is more, but not after a later position.</exception>
    public Page<T> FeedPage<T>(IReadOnlyList<T> items, Cursor after, long next, bool hasMore) =>
        hasMore && next <= after.Position(nameof(after))
            ? throw LeadsNowhere()
            : new() { Items = items, Next = next == 0 ? default : Cursor.Of(next), HasMore = hasMore };

    /// <summary>A page that says that there is more, but not where: to ask again would give the same, and to end would be a loss.</summary>
    public MxitApiException LeadsNowhere() => new("The server says that there is more, but not how to go on.")
    {
        StatusCode = HttpStatusCode.OK,
        RequestId = RequestId,
        Reason = MxitErrorReason.InvalidReply,
    };

    public MxitApiException Unreadable() => new("The server answered 200 with a body that cannot be read.")
    {
        StatusCode = HttpStatusCode.OK,
        RequestId = RequestId,
        Reason = MxitErrorReason.InvalidReply,
    };
}
