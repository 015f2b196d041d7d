using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Mxit.Internal;
using Mxit.Wire;

namespace Mxit.Benchmarks;

/// <summary>
/// A server that does nothing but read requests and answer as Mxit does, in a process of its own: so that what is measured is the
/// client, and what is counted was allocated by the client.
/// </summary>
internal sealed class AnsweringServer : IDisposable
{
    public const string Command = "serve";
    public const string FileId = "0193d9a0-0000-7000-8000-000000000001";

    public static readonly BasicProfile Profile = new()
    {
        UserId = "m10000000001",
        DisplayName = "Thandi",
        FirstName = "Thandi",
        LastName = "Nkosi",
        AboutMe = "Maths, taxis and rain",
        Age = 19,
        LanguageCode = "en",
    };

    private readonly Process _process;

    private AnsweringServer(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static AnsweringServer Start()
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Command])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        return new AnsweringServer(process, new Uri(process.StandardOutput.ReadLine()!));
    }

    /// <summary>Serves until the other side of standard input is gone.</summary>
    public static async Task<int> ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost(MxitRoutes.Token, () => Results.Json(
            new TokenReply { AccessToken = new string('t', 43), TokenType = "bearer", ExpiresIn = 86_400 },
            MxitJson.Wire.TokenReply));
        app.MapGet(MxitRoutes.UserProfile + "/{userId}", () => Results.Json(Profile, ReplyJson.Wire.BasicProfile));
        app.MapPost(MxitRoutes.MessageSend, async (HttpRequest request, CancellationToken stop) =>
        {
            _ = await request.ReadFromJsonAsync(MxitJson.Wire.SendMessageBody, stop);
            return Results.Ok();
        });
        app.MapPost(MxitRoutes.UserMediaFile + "{folder}", async (HttpRequest request, CancellationToken stop) =>
        {
            await request.Body.CopyToAsync(Stream.Null, stop);

            // A way that sends something else would look fast.
            return request.ContentLength == Payload.File.Length
                ? Results.Json(FileId, MxitJson.Wire.String)
                : Results.BadRequest();
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
        return 0;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
