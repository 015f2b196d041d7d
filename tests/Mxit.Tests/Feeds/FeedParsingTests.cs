using System.Net;
using System.Text;
using System.Text.Json;
using CsCheck;
using Mxit.Tests.Messenger;
using Mxit.Tests.Support;

namespace Mxit.Tests.Feeds;

/// <summary>However a stream of events is written and however it arrives, the same messages come out.</summary>
public class FeedParsingTests
{
    private const long Last = 1_000_000;

    private static readonly Gen<string> LineEnd = Gen.Int[0, 2].Select(
        static kind => kind switch { 0 => "\n", 1 => "\r", _ => "\r\n" });

    private static readonly Gen<string[]> Message =
        Gen.Select(Gen.Int[0, 3], Gen.Bool, Gen.Int[0, 5], Gen.Int[0, 3]).Select(static (shape, space, extra, order) =>
        {
            // Written over several lines where its parts meet; "@" becomes the cursor.
            var parts =
                """{"id":"0197a3f0-1c2d-7e4f-8a9b-000000000001",|"cursor":@,|"peer":"m1","direction":"in",|"body":"a: b \u0000 é",|"sentUtc":"2026-01-02T03:04:05Z"}""".Split('|');
            var data = (shape == 0 ? [string.Concat(parts)] : parts).Select(part => (space ? "data: " : "data:") + part).ToList();
            var fields = new List<string>(data);
            fields.Insert(order == 0 ? fields.Count : 0, space ? "event: message" : "event:message");
            fields.Insert(
                order == 1 ? fields.Count : 0,
                extra switch { 0 => "id: 7", 1 => "id: a\0b", 2 => "retry: 10", 3 => ":x", 4 => "unknown: y", _ => "id" });
            return fields.Where(field => !(shape == 3 && field.StartsWith("event", StringComparison.Ordinal))).ToArray();
        });

    private static readonly Gen<string[]> Noise = Gen.Int[0, 9].Select(static kind => (string[])(kind switch
    {
        0 => [": comment"],
        1 => [":"],
        2 => ["event: ping", "data:"],
        3 => ["event: message"],
        4 => ["data", "event: typing"],
        5 => ["event: contacts", "data: {\"cursor\":1}"],
        6 => ["id: 3"],
        7 => ["retry: 1", "retry: x"],
        8 => ["\u00a0data: x", "Data: y"],
        _ => [],
    }));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void It_is_what_a_simple_reading_of_the_standard_gives() =>
        Gen.Select(
            Gen.Frequency((1, Message), (1, Noise)).List[0, 12],
            LineEnd.List[1, 40],
            Gen.Bool,
            Gen.Int[1, 40].List[1, 20]).Sample(
            (blocks, lineEnds, preamble, pieces) =>
            {
                var text = Write(blocks, lineEnds, preamble);

                var read = ReadAsync(text, pieces).GetAwaiter().GetResult();

                Assert.True(Reference(text).SequenceEqual(read), JsonSerializer.Serialize(text));
            },
            iter: 1_000);

    private static string Write(List<string[]> blocks, List<string> lineEnds, bool preamble)
    {
        var text = new StringBuilder(preamble ? "\ufeff" : "");
        var line = 0;
        var cursor = 0;
        foreach (var block in blocks.Append(Events.MessageEvent(Last).Split('\n')[..3]))
        {
            cursor++;
            foreach (var field in block.Append(""))
            {
                // An empty line after a return must not begin with the other half of a line end: it would be no line.
                var end = lineEnds[line++ % lineEnds.Count];
                var isHalf = field.Length == 0 && text.Length > 0 && text[^1] == '\r' && end[0] == '\n';
                text.Append(field.Replace("@", $"{cursor}", StringComparison.Ordinal)).Append(isHalf ? "\r" : end);
            }
        }

        // Whatever the line ends were, this is the end of the last event.
        return text.Append("\n\n").ToString();
    }

    private static async Task<List<(long Cursor, string Body)>> ReadAsync(string text, List<int> pieces)
    {
        var server = new StubServer
        {
            Api = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StreamContent(new UnevenStream(Encoding.UTF8.GetBytes(text), pieces))
                {
                    Headers = { { "Content-Type", "text/event-stream" } },
                },
            }),
        };
        using var mxit = server.Client();
        var read = new List<(long, string)>();
        await foreach (var message in mxit.ForUser(server.UserToken()).Messenger.ListenAsync(default, cancellationToken: Stop))
        {
            read.Add((message.Cursor.Number(), message.Body));
            if (message.Cursor.Number() == Last)
            {
                break;
            }
        }

        return read;
    }

    private static List<(long Cursor, string Body)> Reference(string text)
    {
        var read = new List<(long, string)>();
        var (type, data) = ("", new List<string>());
        var lines = text.TrimStart('\ufeff').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        foreach (var line in lines)
        {
            if (line.Length == 0)
            {
                if (data.Count > 0 && type is ("" or "message"))
                {
                    var json = JsonDocument.Parse(string.Join('\n', data)).RootElement;
                    read.Add((json.GetProperty("cursor").GetInt64(), json.GetProperty("body").GetString()!));
                }

                (type, data) = ("", []);
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var field = colon < 0 ? line : line[..colon];
            var value = colon < 0 ? "" : line[(colon + 1)..];
            value = value.StartsWith(' ') ? value[1..] : value;
            if (field == "event")
            {
                type = value;
            }
            else if (field == "data")
            {
                data.Add(value);
            }
        }

        return read;
    }

    private sealed class UnevenStream(byte[] content, List<int> pieces) : MemoryStream(content)
    {
        private int _piece;

        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return await base.ReadAsync(buffer[..Math.Min(buffer.Length, pieces[_piece++ % pieces.Count])], cancellationToken);
        }
    }
}
