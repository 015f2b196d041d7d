using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Mxit.Cli.Recording;

/// <summary>Reads HAR files of any program, and a truncated file up to its end.</summary>
internal static class HarReader
{
    /// <summary>Reads the exchanges of a file.</summary>
    /// <exception cref="InvalidDataException">The file is not a HAR file.</exception>
    public static (IReadOnlyList<RecordedExchange> Exchanges, bool IsCutOff) Read(ReadOnlySpan<byte> file)
    {
        var exchanges = new List<RecordedExchange>();
        var reader = new Utf8JsonReader(file.StartsWith("\u00EF\u00BB\u00BF"u8) ? file[3..] : file, isFinalBlock: false, default);
        try
        {
            if (!FindEntries(ref reader))
            {
                throw new InvalidDataException("There are no entries in it: a HAR file has them in log.entries.");
            }

            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.EndArray)
                {
                    return (exchanges, false);
                }

                if (!JsonDocument.TryParseValue(ref reader, out var entry))
                {
                    break;
                }

                using (entry)
                {
                    exchanges.Add(ToExchange(entry.RootElement, exchanges.Count + 1));
                }
            }
        }
        catch (JsonException) when (exchanges.Count > 0)
        {
            // The text after the last complete entry is not JSON.
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"It is not JSON at line {fault.LineNumber + 1}.", fault);
        }

        return (exchanges, true);
    }

    private static bool FindEntries(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 2 } && reader.ValueTextEquals("entries"u8))
            {
                return reader.Read() && reader.TokenType == JsonTokenType.StartArray;
            }
        }

        return false;
    }

    private static RecordedExchange ToExchange(JsonElement entry, int number)
    {
        try
        {
            var request = entry.GetProperty("request");
            var response = entry.GetProperty("response");
            var url = request.GetProperty("url").GetString()!;
            request.TryGetProperty("postData", out var posted);
            var content = response.GetProperty("content");
            return new RecordedExchange
            {
                Method = request.GetProperty("method").GetString()!,
                Target = TargetOf(url),
                Headers = Headers(request),
                Body = Bytes(posted),
                BodySize = request.TryGetProperty("bodySize", out var size) && size.TryGetInt64(out var length) ? length : 0,
                Status = response.GetProperty("status").GetInt32(),
                ResponseHeaders = Headers(response),
                Answer = content.TryGetProperty("encoding", out _) ? null : TextOrNull(content),
                Token = entry.TryGetProperty("_token", out var token)
                    ? new RecordedToken(
                        token.TryGetProperty("user", out var user) ? user.GetString() : null,
                        token.TryGetProperty("scope", out var scope) ? scope.GetString()! : "")
                    : null,
                IsBrokenOff = entry.TryGetProperty("_brokenOff", out _),
            };
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture, $"Entry {number} is not one of a HAR file: {fault.Message}"), fault);
        }
    }

    private static string TargetOf(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        var path = scheme < 0 ? 0 : url.IndexOf('/', scheme + 3);
        return path < 0 ? "/" : url[path..];
    }

    private static byte[]? Bytes(JsonElement content) =>
        content.ValueKind != JsonValueKind.Object || TextOrNull(content) is not { } text
        ? null
        : content.TryGetProperty("encoding", out var encoding) && encoding.GetString() == "base64"
            ? Convert.FromBase64String(text)
            : Encoding.UTF8.GetBytes(text);

    private static string? TextOrNull(JsonElement content) =>
        content.TryGetProperty("text", out var text) ? text.GetString() : null;

    private static List<KeyValuePair<string, string>> Headers(JsonElement message) =>
        [.. message.GetProperty("headers").EnumerateArray().Select(header =>
            KeyValuePair.Create(header.GetProperty("name").GetString()!, header.GetProperty("value").GetString()!))];
}
