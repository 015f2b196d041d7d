using Mxit;

namespace WeatherBot;

/// <summary>
/// Answers people who ask for the weather of a place. It acts with a person's account: nobody can write to an app.
/// </summary>
/// <param name="messenger">The messages of the person that it acts for.</param>
/// <param name="forecastAsync">The weather of a place; <see langword="null"/> for a place that is not known.</param>
public sealed class WeatherResponder(
    MessengerClient messenger, Func<string, CancellationToken, Task<string?>> forecastAsync)
{
    /// <summary>Answers until it is cancelled. Connections that break are replaced by the client.</summary>
    /// <param name="after">The cursor of the last message that was answered; default for the beginning.</param>
    /// <param name="stop">Ends the bot.</param>
    public async Task RunAsync(Cursor after, CancellationToken stop)
    {
        await foreach (var message in messenger.ListenAsync(after, cancellationToken: stop))
        {
            // The feed carries what the bot sends, too.
            if (message.Direction == MessageDirection.Received)
            {
                await AnswerAsync(message, stop);
            }
        }
    }

    private async Task AnswerAsync(MessengerMessage message, CancellationToken stop)
    {
        var place = message.Body.Trim();
        var text = await forecastAsync(place, stop) is { } forecast
            ? $"{place}: {forecast}"
            : $"I do not know {place}. Send me the name of a city.";

        // The key makes the answer idempotent: whatever breaks, the same question is not answered twice.
        var options = new MxitCallOptions { IdempotencyKey = $"weather-{message.Id}" };
        await messenger.SendMessageAsync(message.Peer, text, options, stop);
    }
}
