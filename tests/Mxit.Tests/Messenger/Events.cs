using System.IO.Pipelines;
using System.Net;
using System.Text;
using Mxit.Tests.Support;

namespace Mxit.Tests.Messenger;

/// <summary>A stream of server-sent events, written by hand.</summary>
internal sealed class Events
{
    private readonly Pipe _pipe = new();

    public static string Message(long cursor) =>
        $$"""{"id":"0197a3f0-1c2d-7e4f-8a9b-{{cursor:D12}}","cursor":{{cursor}},"peer":"m1","direction":"in","body":"text {{cursor}}","sentUtc":"2026-01-02T03:04:05Z"}""";

    public static string MessageEvent(long cursor) => $"event: message\nid: {cursor}\ndata: {Message(cursor)}\n\n";

    public static Events Of(params long[] cursors)
    {
        var events = new Events();
        events.Write(string.Concat(cursors.Select(MessageEvent)));
        return events;
    }

    public void Write(string text) => _ = _pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    public Events End()
    {
        _pipe.Writer.Complete();
        return this;
    }

    /// <summary>A connection that breaks after the text.</summary>
    public static HttpResponseMessage Broken(string text) => ReplyOf(new BreakingStream(Encoding.UTF8.GetBytes(text)));

    public HttpResponseMessage Reply() => ReplyOf(_pipe.Reader.AsStream());

    private static HttpResponseMessage ReplyOf(Stream body) => new(HttpStatusCode.OK)
    {
        Content = new StreamContent(body) { Headers = { { "Content-Type", "text/event-stream" } } },
    };
}
