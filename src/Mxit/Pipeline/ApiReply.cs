using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mxit.Internal;

/// <summary>A successful response: the complete body, and the headers that callers see.</summary>
internal sealed record ApiReply(ReadOnlyMemory<byte> Body, string? RequestId, MessageId? MessageId)
{
    /// <exception cref="MxitApiException">The body cannot be read.</exception>
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
            // No inner exception: its message can quote the response, which can contain a token.
        }

        throw Unreadable();
    }

    /// <summary>Reads and validates the body.</summary>
    /// <exception cref="MxitApiException">The body cannot be read.</exception>
    public T Read<T>(JsonTypeInfo<T> type, Predicate<T> isWhole)
        where T : class => Read(type) is var value && isWhole(value) ? value : throw Unreadable();

    /// <summary>Removes a byte order mark (RFC 8259, section 8.1).</summary>
    public static ReadOnlySpan<byte> WithoutPreamble(ReadOnlySpan<byte> body) =>
        body.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;

    /// <summary>One page of a feed, whose cursors are numbers.</summary>
    /// <exception cref="MxitApiException">There is more, but without a later cursor.</exception>
    public Page<T> FeedPage<T>(IReadOnlyList<T> items, Cursor after, long next, bool hasMore) =>
        hasMore && next <= after.Position(nameof(after))
            ? throw LeadsNowhere()
            : new() { Items = items, Next = next == 0 ? default : Cursor.Of(next), HasMore = hasMore };

    /// <summary>
    /// A page that has a next page but no cursor for it. Reading on would repeat it, and ending would lose entries.
    /// </summary>
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
