using Mxit;

namespace WeatherBot;

/// <summary>Sends the weather to those who asked for it.</summary>
/// <param name="mxit">The client of the app.</param>
/// <param name="serviceName">The name that the app sends under.</param>
public sealed class WeatherReporter(MxitClient mxit, string serviceName)
{
    /// <summary>Sends the forecast to all subscribers; nobody gets it twice.</summary>
    /// <param name="subscribers">User ids.</param>
    /// <param name="forecast">What the weather will be, in plain text.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Who is still a subscriber: people who have left Mxit are not.</returns>
    /// <exception cref="MxitException">The forecast could not be sent.</exception>
    public async Task<IReadOnlyList<UserId>> SendAsync(
        IReadOnlyList<UserId> subscribers, string forecast, CancellationToken cancellationToken = default)
    {
        if (subscribers.Count == 0)
        {
            return subscribers;
        }

        try
        {
            var message = new OutgoingMessage
            {
                From = serviceName,
                Body = MxitMarkup.Format($"*Weather:* {forecast}"),
                ContainsMarkup = true,
                SpoolTimeout = TimeSpan.FromHours(12), // yesterday's weather is of no use to anybody
            };
            await mxit.Messaging.SendMessageAsync(message, subscribers, cancellationToken: cancellationToken);
            return subscribers;
        }
        catch (MxitUnknownRecipientsException unknown)
        {
            return [.. subscribers.Except(unknown.UnknownRecipients)]; // all the others got it
        }
    }
}
