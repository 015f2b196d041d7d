using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;

namespace Mxit.Platform.SignIn;

/// <summary>The one way in which passwords are checked: counted before they are looked at, and told to the log.</summary>
internal sealed class SignInService
{
    // So many addresses of a person are known: home, work, a phone in some networks.
    private const int MostAddresses = 20;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly AccountService _accounts;
    private readonly SignInThrottle _throttle;
    private readonly DeviceCookies _devices;
    private readonly KnownAddressStore _addresses;
    private readonly SecurityEvents _events;
    private readonly SignInSettings _settings;
    private readonly TimeProvider _clock;

    internal SignInService(
        AccountService accounts,
        SignInThrottle throttle,
        DeviceCookies devices,
        KnownAddressStore addresses,
        SecurityEvents events,
        IOptions<SignInSettings> settings,
        TimeProvider clock) =>
        (_accounts, _throttle, _devices, _addresses, _events, _settings, _clock) =
        (accounts, throttle, devices, addresses, events, settings.Value, clock);

    /// <summary>Checks a login and a password. Unknown logins are treated as known ones, in time and in words.</summary>
    public async Task<SignInResult> TryAsync(
        string login, string password, SignInPlace place, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(login);
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(place);
        login = login.Trim();
        var account = await _accounts.FindByLoginOrNullAsync(login, cancellationToken);
        var userId = account?.UserId ?? SecurityEvents.Unknown;
        var network = ClientNetwork.Of(place.Address).ToString();
        var now = _clock.GetStoredUtcNow();
        var (guess, retryAfter) = await _throttle.TakeAsync(
            login,
            place.Address,
            _devices.FindOrNull(place.DeviceCookie, userId),
            async () => NameRules.IsLogin(login) && await _addresses.IsKnownAsync(
                NameRules.Normalize(login), network, now - _settings.KnownFor, cancellationToken),
            cancellationToken);
        if (guess is null)
        {
            _events.SignInThrottled(userId, place.Address, place.Way);
            return new SignInResult(null, retryAfter);
        }

        using (guess)
        {
            if (await _accounts.VerifyPasswordOrNullAsync(account, password, cancellationToken) is not { } person)
            {
                guess.Fail();
                _events.SignInFailed(userId, place.Address, place.Way);
                return new SignInResult(null);
            }

            await _addresses.RememberAsync(person.UserId, network, now, now - Day, MostAddresses, cancellationToken);
            _events.SignedIn(person.UserId, place.Address, place.Way);
            return new SignInResult(person);
        }
    }
}
