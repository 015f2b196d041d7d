using Microsoft.AspNetCore.Http;
using Mxit.Platform.Data;
using Mxit.Platform.Media;
using Mxit.Platform.Wire;

namespace Mxit.Server.Http;

/// <summary>
/// The one place that turns failures of the database and of files into responses, wherever in a request they were met: 503 with
/// <c>Retry-After</c>, or 507. A request whose response has begun is cut off, so that nobody takes what came for the whole.
/// </summary>
internal sealed class StorageErrors(RequestDelegate next, StorageMonitor storage)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(5);

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (MediaDamagedException)
        {
            // Whoever opened the file has logged which one it is.
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            context.Response.Clear();
            await GeneralError.EndAsync(context, StatusCodes.Status500InternalServerError, "The stored file is damaged.");
        }
        catch (Exception exception) when (storage.Report(exception) is { } failure)
        {
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            context.Response.Clear();
            await AnswerAsync(context, failure);
        }
    }

    private static Task AnswerAsync(HttpContext context, StorageFailure failure) => failure switch
    {
        StorageFailure.Busy => GeneralError.EndAsync(
            context,
            StatusCodes.Status503ServiceUnavailable,
            "The server has too much to do just now; try again in a moment.",
            Soon),
        StorageFailure.FilesFull => GeneralError.EndAsync(
            context, StatusCodes.Status507InsufficientStorage, "The server has no room left for files; try again later."),
        _ => GeneralError.EndAsync(
            context,
            StatusCodes.Status503ServiceUnavailable,
            "The server cannot use what it has stored just now; try again in a moment.",
            Later),
    };
}
