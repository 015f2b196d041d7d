using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Mxit.Platform.Data;
using Mxit.Platform.Messages;
using Mxit.Platform.Wire;
using Mxit.Wire;

namespace Mxit.Server.Benchmarks;

/// <summary>
/// The server with a few more endpoints, each of which checks the same token and reads the same JSON as the real send: one does
/// nothing with it, one appends a row by a shared commit, one by a commit of its own. Two more tell how far the dispatcher is
/// behind and what all of it has cost.
/// </summary>
internal static class BenchmarkHost
{
    public const string Command = "host";

    public const string Empty = "bench/empty";

    public const string EmptyRead = "bench/empty-read";

    public const string Bare = "bench/bare";

    public const string Alone = "bench/alone";

    public const string Costs = "bench/costs";

    public const string Waiting = "bench/waiting";

    private const int MaxBytes = 1_048_576;

    public static async Task<int> RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        await using var app = MxitServer.Build(settings);
        await using var bare = await OpenAsync(app.Configuration);
        Map(app, Empty, _ => Task.CompletedTask);
        Map(app, Bare, message => bare.ShareCommitAsync("demo", string.Join(',', message.To!), message.Body!));
        Map(app, Alone, message => bare.CommitAloneAsync("demo", string.Join(',', message.To!), message.Body!));
        app.MapGet(EmptyRead, () => ApiResults.Text("")).RequireToken(TokenRule.Any(MxitScopes.ProfilePublic));
        app.MapGet(Costs, () => Results.Text(string.Create(
            CultureInfo.InvariantCulture,
            $"{GC.GetTotalAllocatedBytes()} {(long)Environment.CpuUsage.TotalTime.TotalMicroseconds}")));
        app.MapGet(Waiting, async (IDbContextFactory<MxitDbContext> contexts, IMessageLog log, CancellationToken stop) =>
        {
            await using var context = await contexts.CreateDbContextAsync(stop);
            var waiting = await CountWaitingAsync(context, log.Writers, stop);
            return Results.Text(waiting.ToString(CultureInfo.InvariantCulture));
        });
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    private static async Task<BareAppend> OpenAsync(IConfiguration configuration) =>
        configuration["Mxit:Database:ConnectionString"] is { Length: > 0 } postgres
            ? await PostgresBareAppend.OpenAsync(postgres)
            : new SqliteBareAppend(configuration["Mxit:Server:DataFolder"]!);

    private static void Map(IEndpointRouteBuilder app, string path, Func<SendMessageBody, Task> doAsync) =>
        app.MapPost(path, async (HttpContext http, CancellationToken cancellationToken) =>
            {
                var body = await JsonBody.ReadAsync(http.Request, MxitJson.Wire.SendMessageBody, MaxBytes, cancellationToken);
                if (body.Value is null)
                {
                    return body.Problem!;
                }

                await doAsync(body.Value);
                return ApiResults.Empty();
            })
            .RequireToken(TokenRule.App(MxitScopes.MessageSend));

    // A lane is dispatched as far as its newest range says. This server is the only one, so its writers have the first lanes.
    private static async Task<long> CountWaitingAsync(MxitDbContext context, int lanes, CancellationToken cancellationToken)
    {
        var waiting = 0L;
        for (var lane = 0; lane < lanes; lane++)
        {
            var dispatched = await context.Set<DispatchRange>()
                .Where(range => range.Lane == lane)
                .OrderByDescending(range => range.FirstPosition)
                .Select(range => range.LastPosition)
                .FirstOrDefaultAsync(cancellationToken);
            waiting += await context.Set<Message>().LongCountAsync(
                message => message.Lane == lane && message.Position > dispatched, cancellationToken);
        }

        return waiting;
    }
}
