using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Mxit.Platform.Wire;

/// <summary>A request body read as JSON.</summary>
/// <typeparam name="T">What the body holds.</typeparam>
/// <param name="Value">The value; <see langword="null"/> when the body could not be read.</param>
/// <param name="Bytes">The body as it came.</param>
/// <param name="Problem">The response to give when the body could not be read.</param>
internal sealed record JsonBody<T>(T? Value, byte[] Bytes, IResult? Problem)
    where T : class;

/// <summary>
/// Reads request bodies as JSON whatever their media type says: old clients send any or none. Source: wire document,
/// section 1.2.
/// </summary>
internal static class JsonBody
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the body of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">How to read it.</param>
    /// <param name="maxBytes">A longer body is answered with 413, and not read to its end.</param>
    /// <param name="cancellationToken">The request is gone.</param>
    public static Task<JsonBody<T>> ReadAsync<T>(
        HttpRequest request, JsonTypeInfo<T> type, int maxBytes, CancellationToken cancellationToken)
        where T : class =>
        ReadAsync(request, type, maxBytes, "a JSON object", cancellationToken);

    /// <summary>Reads the body of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">How to read it.</param>
    /// <param name="maxBytes">A longer body is answered with 413, and not read to its end.</param>
    /// <param name="expected">What the body should be, for the response when it is something else.</param>
    /// <param name="cancellationToken">The request is gone.</param>
    public static Task<JsonBody<T>> ReadAsync<T>(
        HttpRequest request, JsonTypeInfo<T> type, int maxBytes, string expected, CancellationToken cancellationToken)
        where T : class =>
        ReadAsync(request, type, maxBytes, expected, null, cancellationToken);

    /// <summary>Reads the body of a request that may come without one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">How to read it.</param>
    /// <param name="absent">What an empty body means.</param>
    /// <param name="maxBytes">A longer body is answered with 413, and not read to its end.</param>
    /// <param name="cancellationToken">The request is gone.</param>
    public static Task<JsonBody<T>> ReadOptionalAsync<T>(
        HttpRequest request, JsonTypeInfo<T> type, T absent, int maxBytes, CancellationToken cancellationToken)
        where T : class =>
        ReadAsync(request, type, maxBytes, "a JSON object", absent, cancellationToken);

    private static async Task<JsonBody<T>> ReadAsync<T>(
        HttpRequest request, JsonTypeInfo<T> type, int maxBytes, string expected, T? absent, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.ContentLength > maxBytes)
        {
            return TooLarge<T>(maxBytes);
        }

        byte[] bytes;
        try
        {
            var read = await request.BodyReader.ReadAtLeastAsync(maxBytes + 1, cancellationToken);
            var isTooLarge = read.Buffer.Length > maxBytes;
            bytes = isTooLarge ? [] : read.Buffer.ToArray();
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (isTooLarge)
            {
                return TooLarge<T>(maxBytes);
            }
        }
        catch (BadHttpRequestException malformed)
        {
            return new JsonBody<T>(
                null, [], ApiResults.Error(malformed.StatusCode, "The request body could not be read to its end."));
        }

        return bytes.Length == 0 && absent is not null ? new JsonBody<T>(absent, bytes, null) : Parse(bytes, type, expected);
    }

    private static JsonBody<T> Parse<T>(byte[] bytes, JsonTypeInfo<T> type, string expected)
        where T : class
    {
        try
        {
            var json = bytes.AsSpan();
            json = json.StartsWith(ByteOrderMark) ? json[ByteOrderMark.Length..] : json;
            return HoldsNul(json) ? NotJson<T>(bytes, "The body holds a NUL character, which no text may.")
                : JsonSerializer.Deserialize(json, type) is { } value
                ? new JsonBody<T>(value, bytes, null)
                : NotJson<T>(bytes, $"The body is null; {expected} was expected.");
        }
        catch (JsonException fault)
        {
            // The exception's own text may quote the body, so only the place is given on.
            return NotJson<T>(bytes, fault.Path is { Length: > 1 } path
                ? $"The body is not the JSON that was expected, at {path} (line {fault.LineNumber + 1}, byte " +
                $"{fault.BytePositionInLine + 1})."
                : $"The body is not the JSON that was expected, {expected} (line {fault.LineNumber + 1}, byte " +
                $"{fault.BytePositionInLine + 1}).");
        }
        catch (InvalidOperationException)
        {
            return NotJson<T>(bytes, "The body holds text that is not valid UTF-8 or half a surrogate pair.");
        }
    }

    // Not every database takes it in a text. JSON knows it in one spelling only, which may also be the end of an escaped
    // backslash.
    private static bool HoldsNul(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\u0000"u8) < 0)
        {
            return false;
        }

        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped
                && reader.GetString()!.Contains('\0', StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static JsonBody<T> NotJson<T>(byte[] bytes, string text)
        where T : class =>
        new(null, bytes, ApiResults.Error(StatusCodes.Status400BadRequest, text));

    private static JsonBody<T> TooLarge<T>(int maxBytes)
        where T : class =>
        new(null, [], ApiResults.Error(
            StatusCodes.Status413PayloadTooLarge, $"The body is too large; at most {maxBytes} bytes are allowed."));
}
