using Mxit.Testing;
using NUnit.Framework;

namespace WeatherBot.NUnit.Tests;

/// <summary>The same bot on the same server, with NUnit.</summary>
public sealed class WeatherResponderTests
{
    [Test]
    public async Task It_answers()
    {
        var stop = TestContext.CurrentContext.CancellationToken;
        await using var server = await MxitTestServer.StartAsync(cancellationToken: stop);
        var bot = await server.AddPersonAsync("weather-bot", cancellationToken: stop);
        var thandi = await server.AddPersonAsync("thandi", cancellationToken: stop);
        await server.AddContactAsync(bot, thandi, stop);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var running = new WeatherResponder(bot.Client.Messenger, (_, _) => Task.FromResult<string?>("27 degrees"))
            .RunAsync(default, life.Token);

        await thandi.SendAsync(bot.UserId, "Durban", stop);

        Assert.That((await thandi.WaitForMessageAsync(cancellationToken: stop)).Body, Is.EqualTo("Durban: 27 degrees"));
        await life.CancelAsync();
        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
    }
}
