using Mxit;

namespace WeatherBot.Tests;

/// <summary>Without any server: members of the clients are virtual, so that a test can say what they answer.</summary>
public sealed class WeatherReporterTests
{
    private readonly FakeMessaging _messaging = new();
    private readonly WeatherReporter _reporter;

    public WeatherReporterTests() => _reporter = new WeatherReporter(new FakeMxit(_messaging), "weather");

    [Fact]
    public async Task Everybody_gets_the_forecast_as_markup()
    {
        var remaining = await _reporter.SendAsync(["m1", "m2"], "2 * 12 degrees", TestContext.Current.CancellationToken);

        Assert.Equal(["m1", "m2"], remaining);
        var (sent, to) = Assert.Single(_messaging.Sent);
        Assert.Equal(("weather", true), (sent.From, sent.ContainsMarkup));
        Assert.Equal(MxitMarkup.Format($"*Weather:* {"2 * 12 degrees"}"), sent.Body);
        Assert.Equal(["m1", "m2"], to);
    }

    [Fact]
    public async Task People_who_have_left_are_no_subscribers_any_more()
    {
        _messaging.Failure = new MxitUnknownRecipientsException("Unknown: m2", ["m2"]);

        Assert.Equal(["m1", "m3"], await _reporter.SendAsync(["m1", "m2", "m3"], "Sunny", TestContext.Current.CancellationToken));
        Assert.Single(_messaging.Sent);
    }

    [Fact]
    public async Task Without_subscribers_nothing_is_sent()
    {
        await _reporter.SendAsync([], "Sunny", TestContext.Current.CancellationToken);

        Assert.Empty(_messaging.Sent);
    }

    private sealed class FakeMxit(MessagingClient messaging) : MxitClient
    {
        public override MessagingClient Messaging => messaging;
    }

    private sealed class FakeMessaging : MessagingClient
    {
        public List<(OutgoingMessage Message, IReadOnlyList<UserId> To)> Sent { get; } = [];

        public Exception? Failure { get; set; }

        public override Task<SendReceipt> SendMessageAsync(
            OutgoingMessage message,
            IEnumerable<UserId> to,
            MxitCallOptions? options = null,
            CancellationToken cancellationToken = default)
        {
            Sent.Add((message, [.. to]));
            return Failure is null
                ? Task.FromResult(new SendReceipt { MessageId = Guid.CreateVersion7().ToString() })
                : Task.FromException<SendReceipt>(Failure);
        }
    }
}
