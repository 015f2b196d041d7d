using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Mxit.Internal;

/// <summary>
/// The description of a request, from which each attempt builds a new HTTP request: content cannot be sent twice.
/// </summary>
/// <param name="method">The method.</param>
/// <param name="address">The address.</param>
/// <param name="options">The options of the call.</param>
/// <exception cref="ArgumentException">The options are invalid.</exception>
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

    /// <summary>The body of a token request.</summary>
    public string? GrantType { get; init; }

    /// <summary>A picture or file to send, in place of <see cref="Content"/>.</summary>
    public MediaUpload? Upload { get; init; }

    /// <summary>Receives the progress of the upload.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }

    public string Accept { get; init; } = "application/json";

    /// <summary>
    /// Requests the content without an encoding (RFC 9110, section 12.5.3): an encoded download often cannot be resumed. Handlers
    /// of the host that decode can still request an encoding.
    /// </summary>
    public bool AsItIs { get; init; }

    public string? IdempotencyKey { get; init; }

    public string? LastEventId { get; init; }

    /// <summary>The entity tag of the caller's copy; a 304 is then a success.</summary>
    public string? IfNoneMatch { get; init; }

    /// <summary>
    /// Requests the content from this offset, if it still has the entity tag <see cref="IfRange"/>; a 206 is then a success.
    /// </summary>
    public long? RangeFrom { get; init; }

    public string? IfRange { get; init; }

    public TimeSpan? Timeout { get; init; } = options.CheckedTimeout();

    /// <summary>How long one attempt may take; <see langword="null"/> when only the whole call has a limit.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    public int? MaxRetries { get; init; } = options.CheckedRetries();

    /// <summary>The limits of a shared token request, in place of <see cref="MaxRetries"/> and <see cref="Timeout"/>.</summary>
    public RetryBudget? Budget { get; init; }

    /// <summary>Whether the request is idempotent; <see langword="null"/> to derive it from the method and the key.</summary>
    public bool? IsIdempotent { get; init; }

    public bool IsRepeatable => IsIdempotent ?? (Method != HttpMethod.Post || IdempotencyKey is not null);

    /// <summary>
    /// Texts that an error must not repeat, besides the token: secrets, messages, names of files, personal data.
    /// </summary>
    public IReadOnlyList<string> Confidential { get; init; } = [];

    /// <summary>The recipients of a message. An error can name them as unknown.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>The request for the rest of the content, from an offset, under an entity tag.</summary>
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

    /// <summary>Whether this status is a success.</summary>
    public bool Expects(HttpStatusCode status) => status switch
    {
        HttpStatusCode.OK => true,
        HttpStatusCode.NotModified => IfNoneMatch is not null,
        HttpStatusCode.PartialContent => RangeFrom is not null,
        _ => false,
    };

    /// <param name="token">The bearer token, if there is one.</param>
    /// <param name="meter">Counts the bytes of <see cref="Upload"/>; needed with it.</param>
    /// <param name="asksFirst">Sends <c>Expect: 100-continue</c> with a large upload.</param>
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
        : Content is not null
            ? new ByteArrayContent(Content) { Headers = { ContentType = new MediaTypeHeaderValue(ContentType) } }
        : null;
}
