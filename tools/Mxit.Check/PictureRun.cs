using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using SkiaSharp;

namespace Mxit.Check;

/// <summary>Many people set large pictures at once: how many a second, and what it does to the memory of the server.</summary>
public static class PictureRun
{
    private const int Width = 3264;
    private const int Height = 2448;

    private static readonly string[] People = ["alice", "bob", "carol", "dave"];

    /// <summary>Uploads pictures of 8 megapixels, each its own.</summary>
    /// <param name="folder">The data folder of the server.</param>
    /// <param name="postgres">The connection string of a PostgreSQL database; SQLite when null.</param>
    /// <param name="uploads">How many.</param>
    /// <param name="connections">How many at once.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public static async Task<PictureResult> RunAsync(
        string folder, string? postgres, int uploads, int connections, CancellationToken cancellationToken)
    {
        var pictures = Enumerable.Range(0, 4).Select(Draw).ToArray();
        await using var server = await ServerProcess.StartAsync(folder, postgres, cancellationToken);
        using var http =
            new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections }) { BaseAddress = server.Address };
        var tokens = new List<string>();
        using (var client = DemoApp.CreateClient(server.Address))
        {
            foreach (var login in People)
            {
                tokens.Add(
                    (await client.OAuth.SignInWithPasswordAsync(
                        login, $"{login}-password", [MxitScopes.AvatarWrite], null, cancellationToken)).AccessToken);
            }
        }

        var before = server.Memory;
        var highest = new long[2];
        var next = -1;
        var turnedAway = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(
            async () =>
            {
                for (var upload = Interlocked.Increment(ref next); upload < uploads; upload = Interlocked.Increment(ref next))
                {
                    while (!await UploadAsync(
                        http, tokens[upload % tokens.Count], pictures[upload % pictures.Length], cancellationToken))
                    {
                        Interlocked.Increment(ref turnedAway);
                        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
                    }

                    lock (highest)
                    {
                        var half = upload < uploads / 2 ? 0 : 1;
                        highest[half] = Math.Max(highest[half], server.Memory);
                    }
                }
            },
            cancellationToken)));
        return new PictureResult(
            uploads / watch.Elapsed.TotalSeconds, turnedAway, pictures.Max(picture => picture.Length), before, highest[0],
            highest[1], server.PeakMemory);
    }

    private static async Task<bool> UploadAsync(
        HttpClient http, string token, byte[] picture, CancellationToken cancellationToken)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, MxitRoutes.UserAvatar) { Content = new ByteArrayContent(picture) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, cancellationToken);
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.ServiceUnavailable => false,
            _ => throw new InvalidOperationException(
                $"A picture was answered with {(int)answer.StatusCode}: " +
                $"{await answer.Content.ReadAsStringAsync(cancellationToken)}"),
        };
    }

    /// <summary>Noise upon colours, which compresses about as badly as a photo does.</summary>
    private static byte[] Draw(int seed)
    {
        using var bitmap = new SKBitmap(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using (var canvas = new SKCanvas(bitmap))
        using (var paint = new SKPaint { Shader = SKShader.CreatePerlinNoiseTurbulence(0.02f, 0.03f, 4, seed) })
        {
            canvas.Clear(SKColors.SteelBlue);
            canvas.DrawPaint(paint);
        }

        using var encoded = bitmap.Encode(SKEncodedImageFormat.Jpeg, 92);
        return encoded.ToArray();
    }
}

public sealed record PictureResult(
    double PerSecond, int TurnedAway, int LargestPicture, long MemoryBefore, long HighestInFirstHalf, long HighestInSecondHalf,
    long PeakMemory);
