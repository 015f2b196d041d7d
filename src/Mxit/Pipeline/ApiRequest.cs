using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mxit.Internal;

/// <summary>One request, described so that it can be built anew for each attempt: content that was sent is spent.</summary>
/// <param name="method">The method.</param>
/// <param name="address">Where to.</param>
/// <param name="options">The time-out and the retries that the caller wants.</param>
/// <exception cref="ArgumentException">The options are not as described.</exception>
internal sealed class ApiRequest(HttpMethod method, Uri address, MxitCallOptions? options = null)
{
    public HttpMethod Method { get; } = method;

    public Uri Address { get; } = address;

    /// <summary>Where the bearer token comes from; <see langword="null"/> for none.</summary>
    public ITokenSource? Tokens { get; init; }

    /// <summary>The scopes that the bearer token must carry.</summary>
    public ScopeSet Scopes { get; init; }

    /// <summary>Credentials other than a bearer token of <see cref="Tokens"/>.</summary>
    public AuthenticationHeaderValue? Credentials { get; init; }

    /// <summary>The body.</summary>
    public byte[]? Content { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>What is given for a token, when one is asked for.</summary>
    public string? GrantType { get; init; }

    /// <summary>A picture or file to send, in place of <see cref="Content"/>.</summary>
    public MediaUpload? Upload { get; init; }

    /// <summary>Hears how far the upload is.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }

    public string Accept { get; init; } = "application/json";

    /// <summary>
    /// Asks for the content as it is. Without it a server may encode it (RFC 9110, section 12.5.3), and then a break can often not be
    /// mended. Handlers of the host that decode still ask for what they know.
    /// </summary>
    public bool AsItIs { get; init; }

    public string? IdempotencyKey { get; init; }

    public string? LastEventId { get; init; }

    /// <summary>The entity tag of what the caller has; a 304 is then an answer and no failure.</summary>
    public string? IfNoneMatch { get; init; }

    /// <summary>Asks for what comes after so many bytes, if the content is still what <see cref="IfRange"/> names; a 206 is then a
    /// success.</summary>
    public long? RangeFrom { get; init; }

    public string? IfRange { get; init; }

    public TimeSpan? Timeout { get; init; } = options.CheckedTimeout();

    /// <summary>How long one attempt may take; <see langword="null"/> when only the whole call has a limit.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    public int? MaxRetries { get; init; } = options.CheckedRetries();

    /// <summary>
    /// What the calls that share a token request allow, in place of <see cref="MaxRetries"/> and <see cref="Timeout"/>: who shares it
    /// ends it.
    /// </summary>
    public RetryBudget? Budget { get; init; }

    /// <summary>
    /// Whether doing it again does the same as doing it once; <see langword="null"/> leaves it to the method and the key.
    /// </summary>
    public bool? IsIdempotent { get; init; }

    public bool IsRepeatable => IsIdempotent ?? (Method != HttpMethod.Post || IdempotencyKey is not null);

    /// <summary>What an error must not repeat, besides the token: secrets, the text of a message, names of files, what a person tells
    /// about themselves.</summary>
    public IReadOnlyList<string> Confidential { get; init; } = [];

    /// <summary>Whom a message is for: what an error can name as unknown.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>The same request for what comes after so many bytes of the content that the tag names.</summary>
    public ApiRequest From(long received, string strongTag) => new(Method, Address)
    {
        Tokens = Tokens,
        Scopes = Scopes,
        Accept = Accept,
        AsItIs = AsItIs,
        RangeFrom = received,
        IfRange = strongTag,
        Timeout = Timeout,
        MaxRetries = MaxRetries,
        Confidential = Confidential,
    };

    public static byte[] Json<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    /// <summary>Whether this status is what was asked for.</summary>
    public bool Expects(HttpStatusCode status) => status switch
    {
        HttpStatusCode.OK => true,
        HttpStatusCode.NotModified => IfNoneMatch is not null,
        HttpStatusCode.PartialContent => RangeFrom is not null,
        _ => false,
    };

    /// <param name="token">The bearer token, if there is one.</param>
    /// <param name="meter">Counts the bytes of <see cref="Upload"/>; needed with it.</param>
    /// <param name="asksFirst">Asks whether the server wants a large upload before it is sent.</param>
    public HttpRequestMessage Build(string? token, TransferMeter? meter, bool asksFirst)
    {
        var message = new HttpRequestMessage(Method, Address) { Content = CreateContent(meter) };
        message.Headers.TryAddWithoutValidation("Accept", Accept);
        if (AsItIs)
        {
            message.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        }

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

        if (RangeFrom is not null)
        {
            message.Headers.Range = new RangeHeaderValue(RangeFrom, null);
            message.Headers.TryAddWithoutValidation("If-Range", IfRange);
        }

        if (asksFirst && message.Content is { } content && Upload?.AsksFirst(content) is true)
        {
            message.Headers.ExpectContinue = true;
        }

        return message;
    }

    private HttpContent? CreateContent(TransferMeter? meter) =>
        Upload is not null ? Upload.CreateContent(meter!)
        : Content is not null ? new ByteArrayContent(Content) { Headers = { ContentType = new MediaTypeHeaderValue(ContentType) } }
        : null;
}
