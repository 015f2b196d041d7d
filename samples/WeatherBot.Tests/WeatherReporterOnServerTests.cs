using Mxit.Testing;

namespace WeatherBot.Tests;

/// <summary>With the server itself, in this process: nothing is faked.</summary>
public sealed class WeatherReporterOnServerTests
{
    [Fact]
    public async Task The_forecast_arrives()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var server = await MxitTestServer.StartAsync(cancellationToken: stop);
        using var mxit = server.CreateClient();
        var alice = await server.SignInAsync("alice", cancellationToken: stop);
        var reporter = new WeatherReporter(mxit, TestApp.Demo.ServiceName);

        var remaining = await reporter.SendAsync(
            [await mxit.Users.GetUserIdAsync("alice", cancellationToken: stop), "m99999999999"], "Sunny", stop);

        Assert.Single(remaining);
        await foreach (var message in alice.Messenger.ListenAsync(cancellationToken: stop))
        {
            Assert.Equal("*Weather:* Sunny", message.Body);
            break;
        }
    }
}
