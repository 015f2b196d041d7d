using Mxit.Testing;

namespace WeatherBot.MSTest.Tests;

/// <summary>The same bot on the same server, with MSTest.</summary>
[TestClass]
public sealed class WeatherResponderTests(TestContext context)
{
    [TestMethod]
    public async Task It_answers()
    {
        var stop = context.CancellationToken;
        await using var server = await MxitTestServer.StartAsync(cancellationToken: stop);
        var bot = await server.AddPersonAsync("weather-bot", cancellationToken: stop);
        var thandi = await server.AddPersonAsync("thandi", cancellationToken: stop);
        await server.AddContactAsync(bot, thandi, stop);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var running = new WeatherResponder(bot.Client.Messenger, (_, _) => Task.FromResult<string?>("27 degrees"))
            .RunAsync(default, life.Token);

        await thandi.SendAsync(bot.UserId, "Durban", stop);

        Assert.AreEqual("Durban: 27 degrees", (await thandi.WaitForMessageAsync(cancellationToken: stop)).Body);
        await life.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => running);
    }
}
