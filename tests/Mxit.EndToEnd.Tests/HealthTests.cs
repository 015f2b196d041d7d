using Mxit.Platform.Data;

namespace Mxit.EndToEnd.Tests;

/// <summary>What health says of a server that runs.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task A_part_that_cannot_do_its_work_makes_the_server_not_ready_until_it_can()
    {
        await using var server = await Server.StartAsync();
        var readiness = server.Get<Readiness>();
        Assert.Equal((200, "ready"), await ReadyAsync(server));

        readiness.ReportFault("b", "The second part waits for the disk.");
        readiness.ReportFault("a", "The first part waits.");
        readiness.ReportFault("a", "The first part waits for the database.");
        Assert.Equal(
            (503, $"The first part waits for the database.{Environment.NewLine}The second part waits for the disk."),
            await ReadyAsync(server));

        readiness.Recover("a");
        Assert.Equal((503, "The second part waits for the disk."), await ReadyAsync(server));
        Assert.Equal(200, (await server.GetAsync("/health/live", null)).Status);
        Assert.Equal(200, (await server.GetAsync("/message/version", null)).Status);

        readiness.Recover("b");
        readiness.Recover("b");
        Assert.Equal((200, "ready"), await ReadyAsync(server));
    }

    private static async Task<(int, string)> ReadyAsync(Server server)
    {
        var answer = await server.GetAsync("/health/ready", null);
        return (answer.Status, answer.Body);
    }
}
