using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mxit.Internal;

/// <summary>One request, described so that it can be built anew for each attempt: content that was sent is spent.</summary>
internal sealed class ApiRequest(HttpMethod method, Uri address)
{
    public HttpMethod Method { get; } = method;

    public Uri Address { get; } = address;

    /// <summary>Where the bearer token comes from; <see langword="null"/> for none.</summary>
    public ITokenSource? Tokens { get; init; }

    /// <summary>The scopes that the bearer token must carry.</summary>
    public ScopeSet Scopes { get; init; }

    /// <summary>Credentials other than a bearer token of <see cref="Tokens"/>.</summary>
    public AuthenticationHeaderValue? Credentials { get; init; }

    public Func<HttpContent>? Content { get; init; }

    public string Accept { get; init; } = "application/json";

    public string? IdempotencyKey { get; init; }

    public string? LastEventId { get; init; }

    public TimeSpan? Timeout { get; init; }

    /// <summary>What an error must not repeat, besides the token: secrets, and the text of a message.</summary>
    public IReadOnlyList<string> Confidential { get; init; } = [];

    /// <summary>Whom a message is for: what an error can name as unknown.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    public static Func<HttpContent> Json<T>(T value, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        return () => new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }

    public HttpRequestMessage Build(string? token)
    {
        var message = new HttpRequestMessage(Method, Address) { Content = Content?.Invoke() };
        message.Headers.TryAddWithoutValidation("Accept", Accept);
        message.Headers.Authorization = token is null ? Credentials : new AuthenticationHeaderValue("Bearer", token);
        if (IdempotencyKey is not null)
        {
            message.Headers.TryAddWithoutValidation(MxitHeaders.IdempotencyKey, IdempotencyKey);
        }

        if (LastEventId is not null)
        {
            message.Headers.TryAddWithoutValidation("Last-Event-ID", LastEventId);
        }

        return message;
    }
}
