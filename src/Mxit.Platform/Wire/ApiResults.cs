using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Mxit.Wire;

namespace Mxit.Platform.Wire;

/// <summary>Responses of the API host. Source: wire document, sections 1.4 and 1.5.</summary>
internal static class ApiResults
{
    private const string Json = "application/json; charset=utf-8";

    /// <summary>200 with nothing in it, and no content type.</summary>
    public static IResult Empty() => Results.Ok();

    /// <summary>200 with a bare JSON string.</summary>
    public static IResult Text(string text) => String(StatusCodes.Status200OK, text);

    /// <summary>200 with a value as JSON, of a known length.</summary>
    public static IResult Value<T>(T value, JsonTypeInfo<T> type) =>
        new Utf8(StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>An error of the API host: a bare JSON string that says what was wrong.</summary>
    public static IResult Error(int status, string text) => String(status, text);

    /// <summary>404: there is no such person, or no longer.</summary>
    public static IResult UnknownUser(string loginOrUserId) =>
        Error(StatusCodes.Status404NotFound, $"Unknown user: {loginOrUserId}");

    /// <summary>403: the token is good, but not for this.</summary>
    public static IResult Forbidden(string text) => TokenProblem(StatusCodes.Status403Forbidden, "access_denied", text);

    /// <summary>A token problem of the API host: a flat object with both members, as on the authorization host.</summary>
    public static IResult TokenProblem(int status, string error, string description) => Results.Content(
        JsonSerializer.Serialize(new ErrorReply { Error = error, ErrorDescription = description }, MxitJson.Wire.ErrorReply),
        Json,
        null,
        status);

    /// <summary>What a service refuses. The only place that knows which status a refusal has.</summary>
    public static IResult Refuse(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return refusal switch
        {
            { Kind: RefusalKind.Forbidden } => Forbidden(refusal.Text),
            { RetryAfter: { } wait } => Later(StatusOf(refusal.Kind), refusal.Text, wait),
            _ => Error(StatusOf(refusal.Kind), refusal.Text),
        };
    }

    /// <summary>200 with nothing in it, or what a service refuses.</summary>
    public static IResult Done(Refusal? refusal) => refusal is null ? Empty() : Refuse(refusal);

    /// <summary>The status of a refusal.</summary>
    public static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict or RefusalKind.KeyInUse => StatusCodes.Status409Conflict,
        RefusalKind.Gone => StatusCodes.Status410Gone,
        RefusalKind.NotAsExpected => StatusCodes.Status412PreconditionFailed,
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.MetadataStays => StatusCodes.Status415UnsupportedMediaType,
        RefusalKind.KeyMismatch => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.Overloaded or RefusalKind.NotStored => StatusCodes.Status503ServiceUnavailable,
        RefusalKind.Full => StatusCodes.Status507InsufficientStorage,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>An error that goes away by itself.</summary>
    public static IResult Later(int status, string text, TimeSpan retryAfter) => new RetryLater(status, text, retryAfter);

    /// <summary>Says in the response how long to wait, in whole seconds.</summary>
    public static void SetRetryAfter(HttpResponse response, TimeSpan wait)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }

    private static Utf8 String(int status, string text) =>
        new Utf8(status, JsonSerializer.SerializeToUtf8Bytes(text, MxitJson.Wire.String));

    private sealed class Utf8(int status, byte[] json) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = Json;
            response.ContentLength = json.Length;
            return response.Body.WriteAsync(json, httpContext.RequestAborted).AsTask();
        }
    }

    private sealed class RetryLater(int status, string text, TimeSpan retryAfter) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            SetRetryAfter(httpContext.Response, retryAfter);
            return String(status, text).ExecuteAsync(httpContext);
        }
    }
}
