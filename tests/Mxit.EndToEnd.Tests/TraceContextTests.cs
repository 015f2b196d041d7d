using System.Collections.Concurrent;
using System.Diagnostics;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests;

/// <summary>A trace that begins at the client goes on in the server.</summary>
public sealed class TraceContextTests
{
    [Fact]
    public async Task The_activity_of_the_server_belongs_to_the_trace_of_the_client()
    {
        var ended = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is MxitTelemetry.ActivitySourceName or "Microsoft.AspNetCore",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();

        await client.Messaging.SendMessageAsync(
            "demo", ["m10000000001"], "traced", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["traced"], await server.TextsAsync("alice", 1));
        var call = ended.Single(one =>
            one.DisplayName == "POST /message/send" && Equals(one.GetTagItem("server.port"), server.Inner.Address.Port));
        await WaitFor.ConditionAsync(
            () => ended.Any(one => one.Source.Name == "Microsoft.AspNetCore" && one.TraceId == call.TraceId));
    }
}
