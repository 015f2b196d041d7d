using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Idempotency;

/// <summary>A request body, and the key under which its work is to be done once.</summary>
/// <typeparam name="T">What the body holds.</typeparam>
/// <param name="Value">The value; <see langword="null"/> when there is a problem.</param>
/// <param name="Key">The key; <see langword="null"/> when the request has none.</param>
/// <param name="Problem">The response to give when body or key could not be read.</param>
internal sealed record KeyedBody<T>(T? Value, IdempotencyKey? Key, IResult? Problem)
    where T : class;

/// <summary>Reads requests of which each is a new piece of work.</summary>
internal static class KeyedBody
{
    /// <summary>Reads body and key of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">How to read the body.</param>
    /// <param name="maxBytes">A longer body is answered with 413, and not read to its end.</param>
    /// <param name="cancellationToken">The request is gone.</param>
    public static async Task<KeyedBody<T>> ReadAsync<T>(
        HttpRequest request, JsonTypeInfo<T> type, int maxBytes, CancellationToken cancellationToken)
        where T : class
    {
        var body = await JsonBody.ReadAsync(request, type, maxBytes, cancellationToken);
        if (body.Value is null)
        {
            return new KeyedBody<T>(null, null, body.Problem);
        }

        return IdempotencyKey.TryRead(request, body.Bytes, out var key)
            ? new KeyedBody<T>(body.Value, key, null)
            : new KeyedBody<T>(null, null, BadKey());
    }

    /// <summary>The response to a key that is none.</summary>
    internal static IResult BadKey() => ApiResults.Error(
        StatusCodes.Status400BadRequest, "The Idempotency-Key must be 1 to 255 visible ASCII characters.");
}
