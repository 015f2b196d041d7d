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

    /// <summary>A picture or file to send, in place of <see cref="Content"/>.</summary>
    public MediaUpload? Upload { get; init; }

    public string Accept { get; init; } = "application/json";

    public string? IdempotencyKey { get; init; }

    public string? LastEventId { get; init; }

    /// <summary>The entity tag of what the caller has; a 304 is then an answer and no failure.</summary>
    public string? IfNoneMatch { get; init; }

    public TimeSpan? Timeout { get; init; }

    /// <summary>What an error must not repeat, besides the token: secrets, the text of a message, what a person tells
    /// about themselves.</summary>
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
        var message = new HttpRequestMessage(Method, Address) { Content = Upload?.CreateContent() ?? Content?.Invoke() };
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

        if (IfNoneMatch is not null)
        {
            message.Headers.TryAddWithoutValidation("If-None-Match", IfNoneMatch);
        }

        if (message.Content is { } content && Upload?.AsksFirst(content) is true)
        {
            message.Headers.ExpectContinue = true;
        }

        return message;
    }
}
