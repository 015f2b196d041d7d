using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Mxit.Platform.Wire;
using Mxit.Server;

namespace Mxit.Check;

/// <summary>
/// The server with one more endpoint: it checks the token as the others do and answers with two fixed bytes of JSON. What
/// the others take beyond it is their own work.
/// </summary>
public static class ReadHost
{
    /// <summary>What starts this program as the server.</summary>
    public const string Command = "read-host";

    public const string EmptyPath = "check/empty";

    public static async Task RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        await using var app = MxitServer.Build(settings);
        var answer = "{}"u8.ToArray();
        app.MapGet(EmptyPath, Task (HttpContext context) =>
            {
                context.Response.ContentType = "application/json; charset=utf-8";
                context.Response.ContentLength = answer.Length;
                return context.Response.Body.WriteAsync(answer, context.RequestAborted).AsTask();
            })
            .RequireToken(TokenRule.Any(MxitScopes.ProfilePublic));
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
    }
}
