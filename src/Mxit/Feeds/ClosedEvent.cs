using System.Net;
using System.Text.Json;

namespace Mxit.Internal;

/// <summary>The last event of a stream, which says why the server ends it.</summary>
internal static class ClosedEvent
{
    private const string Name = "closed";
    private const string Replaced = "replaced";

    /// <summary>
    /// Throws when a newer feed of the same person and app replaced this one: a reconnect would end another feed, which would
    /// reconnect in turn. After any other reason the feed reconnects.
    /// </summary>
    /// <exception cref="MxitApiException">The stream was replaced.</exception>
    public static void ThrowIfReplaced(string eventType, ReadOnlySpan<byte> data)
    {
        if (eventType == Name && ReadReasonOrNull(data) == Replaced)
        {
            throw new MxitApiException(
                "The server ended this feed because too many are open for the same person and app, and this was the oldest.")
            {
                StatusCode = HttpStatusCode.OK,
                Error = Replaced,
                Reason = MxitErrorReason.FeedReplaced,
            };
        }
    }

    private static string? ReadReasonOrNull(ReadOnlySpan<byte> data)
    {
        try
        {
            using var json = JsonDocument.Parse(data.ToArray());
            return json.RootElement is { ValueKind: JsonValueKind.Object } closed
                && closed.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String
                ? reason.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
