using System.Net;
using Mxit;
using Mxit.Testing;

namespace WeatherBot.Tests;

/// <summary>
/// A bot on the server itself, with its clock and its faults in the hands of the test. Each test has a server of its own; they
/// run side by side.
/// </summary>
public sealed class WeatherResponderTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _life = new();
    private MxitTestServer _server = null!;
    private TestPerson _bot = null!;
    private TestPerson _thandi = null!;
    private Task _running = Task.CompletedTask;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await MxitTestServer.StartAsync(cancellationToken: Stop);
        _bot = await _server.AddPersonAsync("weather-bot", cancellationToken: Stop);
        _thandi = await _server.AddPersonAsync("thandi", cancellationToken: Stop);
        await _server.AddContactAsync(_bot, _thandi, Stop);
        _running = new WeatherResponder(_bot.Client.Messenger, ForecastAsync).RunAsync(default, _life.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _life.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        _life.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("Durban", "Durban: 27 degrees, rain at four")]
    [InlineData("Atlantis", "I do not know Atlantis. Send me the name of a city.")]
    public async Task It_answers(string question, string answer)
    {
        await _thandi.SendAsync(_bot.UserId, question, Stop);

        Assert.Equal(answer, (await _thandi.WaitForMessageAsync(cancellationToken: Stop)).Body);
    }

    [Fact]
    public async Task An_answer_whose_response_is_lost_is_not_given_twice()
    {
        _server.Faults.Add(
            TestFault.CutAfter() with { Path = "/messenger/messages", Method = "POST", Person = _bot.UserId, Times = 1 });

        await _thandi.SendAsync(_bot.UserId, "Durban", Stop);
        await _server.Requests.WaitForAsync(
            request => request is { Method: "POST", Status: HttpStatusCode.OK } && request.Person == _bot.UserId,
            cancellationToken: Stop);

        Assert.Single(await ReceivedAsync());
        _server.Requests.AssertReceived(request => request.Method == "POST" && request.Person == _bot.UserId, times: 2);
    }

    [Fact]
    public async Task A_server_that_is_busy_is_asked_again()
    {
        _server.Faults.Add(
            TestFault.Status(HttpStatusCode.ServiceUnavailable) with
            {
                Path = "/messenger/messages",
                Person = _bot.UserId,
                Times = 2,
            });

        await _thandi.SendAsync(_bot.UserId, "Durban", Stop);

        Assert.Equal("Durban: 27 degrees, rain at four", (await _thandi.WaitForMessageAsync(cancellationToken: Stop)).Body);
    }

    [Fact]
    public async Task It_still_answers_the_next_morning()
    {
        _server.Clock.Advance(TimeSpan.FromHours(20));

        await _thandi.SendAsync(_bot.UserId, "Durban", Stop);

        Assert.Equal("Durban: 27 degrees, rain at four", (await _thandi.WaitForMessageAsync(cancellationToken: Stop)).Body);
    }

    private static Task<string?> ForecastAsync(string place, CancellationToken stop) =>
        Task.FromResult(place == "Durban" ? "27 degrees, rain at four" : null);

    private async Task<List<MessengerMessage>> ReceivedAsync() =>
        [.. (await _thandi.ReadInboxAsync(Stop)).Where(message => message.Direction == MessageDirection.Received)];
}
