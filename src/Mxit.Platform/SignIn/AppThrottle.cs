using System.Net;
using Microsoft.Extensions.Options;

namespace Mxit.Platform.SignIn;

/// <summary>
/// Decides which client secrets are looked at. They have 128 random bits, so this only saves the work of checking guesses; from
/// an address from which the app came before, all of them are, so that nobody beside an app can stop it.
/// </summary>
internal sealed class AppThrottle(IOptions<SignInSettings> settings, TimeProvider clock)
{
    private static readonly object Known = new();

    private readonly GuessLimiter _limiter = new(settings.Value.Window, clock);
    private readonly GenerationCache<object> _known = new(10_000);

    /// <summary>Takes a place for one guess.</summary>
    public ValueTask<(GuessLimiter.Guess? Guess, TimeSpan RetryAfter)> TakeAsync(
        string clientId, IPAddress? address, CancellationToken cancellationToken)
    {
        var key = KeyOf(clientId, address);
        var limit = _known.Find(key, keep: true) is null ? settings.Value.FailuresPerAppAndAddress : int.MaxValue;
        return _limiter.TakeAsync([new GuessLimit(key, limit)], cancellationToken);
    }

    /// <summary>The secret was right.</summary>
    public void Remember(string clientId, IPAddress? address) => _known.Set(KeyOf(clientId, address), Known);

    private static string KeyOf(string clientId, IPAddress? address) =>
        $"{ClientNetwork.Of(address)} {(clientId.Length <= 64 ? clientId : "")}";
}
