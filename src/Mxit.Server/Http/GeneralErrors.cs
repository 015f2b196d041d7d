using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Mxit.Platform.Wire;
using Mxit.Web;
using Mxit.Wire;

namespace Mxit.Server.Http;

/// <summary>
/// Gives a body to every error that has none: a page for who asks for one, which browsers do when a person opens an address, and
/// for programs the shape that the address has for errors.
/// </summary>
internal static class GeneralErrors
{
    private const string Json = "application/json; charset=utf-8";

    public static void AddGeneralErrors(this IServiceCollection services) =>
        services.AddExceptionHandler<MalformedRequestHandler>();

    /// <summary>
    /// What comes behind may end a request with no more than a status, or a <see cref="GeneralError"/>, or an exception.
    /// </summary>
    public static void UseGeneralErrors(this IApplicationBuilder app)
    {
        app.UseStatusCodePages(error => WriteAsync(error.HttpContext));

        // What nobody knows is logged, and is 500 without more words.
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = _ => Task.CompletedTask });
    }

    private static Task WriteAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        var known = context.Features.Get<GeneralError>()?.Text;
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        if (WantsPage(context.Request))
        {
            return ErrorPages.ShowAsync(context, known ?? (status == StatusCodes.Status404NotFound ? null : TextOf(status)));
        }

        var text = known ?? TextOf(status);
        return ErrorShapes.Of(context.Request) switch
        {
            ErrorShape.JsonString => context.Response.WriteAsJsonAsync(text, MxitJson.Wire.String, Json, context.RequestAborted),
            ErrorShape.JsonObject => context.Response.WriteAsJsonAsync(
                new ErrorReply { Error = CodeOf(status), ErrorDescription = text }, MxitJson.Wire.ErrorReply, Json,
                context.RequestAborted),
            _ => Results.Text(text, statusCode: status).ExecuteAsync(context),
        };
    }

    // Some programs name pages too, among all that they take; a browser that a person sends to an address brings no token.
    private static bool WantsPage(HttpRequest request) =>
        request.Headers.Authorization.Count == 0
        && MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types)
        && types.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);

    // The codes of RFC 6749, sections 4.1.2.1 and 5.2.
    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => "temporarily_unavailable",
        >= 500 => "server_error",
        _ => "invalid_request",
    };

    private static string TextOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request cannot be understood.",
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status405MethodNotAllowed => "This address does not take this method.",
        StatusCodes.Status408RequestTimeout => "The request came too slowly.",
        StatusCodes.Status412PreconditionFailed => "What is there is not what the request expects.",
        StatusCodes.Status413PayloadTooLarge => "What was sent is too large.",
        StatusCodes.Status500InternalServerError => "The server failed. What went wrong is in its log.",
        StatusCodes.Status503ServiceUnavailable => "The server cannot do this at the moment.",
        _ => $"{ReasonPhrases.GetReasonPhrase(status)}.",
    };

    // Thrown where a body is read, by Kestrel itself and by what checks its bytes.
    private sealed class MalformedRequestHandler : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(
            HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            if (exception is not BadHttpRequestException malformed)
            {
                return false;
            }

            await GeneralError.EndAsync(httpContext, malformed.StatusCode, TextOf(malformed.StatusCode));
            return true;
        }
    }
}
