using System.Net;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;

namespace Mxit.Platform.SignIn;

/// <summary>
/// Decides which passwords are looked at. Guesses count for the login and the address together, for the address, and for the
/// login. So that nobody is locked out by guesses of others, a browser in which the person signed in before has a count of its
/// own (device cookies, as OWASP describes them), and an address from which the person did is held to the count of login and
/// address only.
/// </summary>
internal sealed class SignInThrottle(IOptions<SignInSettings> settings, TimeProvider clock)
{
    private readonly SignInSettings _settings = settings.Value;
    private readonly GuessLimiter _limiter = new(settings.Value.Window, clock);

    /// <summary>Takes a place for one guess.</summary>
    /// <param name="login">The login as it was typed, of somebody or of nobody.</param>
    /// <param name="address">Where the guess comes from.</param>
    /// <param name="device">The browser, if the person signed in with it before.</param>
    /// <param name="isKnownAddress">Whether the person signed in from the address before; asked only where it makes a
    /// difference.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<(GuessLimiter.Guess? Guess, TimeSpan RetryAfter)> TakeAsync(
        string login, IPAddress? address, string? device, Func<Task<bool>> isKnownAddress, CancellationToken cancellationToken)
    {
        // Nobody has a longer one, and the keys are kept in memory.
        var name = login.Length <= NameRules.MaxNameLength ? NameRules.Normalize(login) : "";
        if (device is not null)
        {
            // All browsers of a person together have a limit too: who once knew the password may have made many.
            return await _limiter.TakeAsync(
                [
                    new GuessLimit($"device {device}", _settings.FailuresPerLoginAndAddress),
                    new GuessLimit($"devices {name}", _settings.FailuresPerLogin),
                ],
                cancellationToken);
        }

        var network = ClientNetwork.Of(address);
        var both = new GuessLimit($"both {network} {name}", _settings.FailuresPerLoginAndAddress);
        var taken = await _limiter.TakeAsync(
            [
                both,
                new GuessLimit($"address {network}", _settings.FailuresPerAddress),
                new GuessLimit($"login {name}", _settings.FailuresPerLogin),
            ],
            cancellationToken);
        return taken.Guess is null && _limiter.FindWait(both) == TimeSpan.Zero && await isKnownAddress()
            ? await _limiter.TakeAsync([both], cancellationToken)
            : taken;
    }
}
