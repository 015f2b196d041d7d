using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;

namespace Mxit.Platform.Authorization;

/// <summary>How many wrong passwords are answered. Section <c>Mxit:SignIn</c>.</summary>
public sealed class SignInSettings
{
    /// <summary>The time after which wrong passwords are forgotten.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Wrong passwords for one login from one address.</summary>
    [Range(1, 1_000_000)]
    public int FailuresPerLoginAndAddress { get; set; } = 10;

    /// <summary>Wrong passwords from one address, whatever the logins.</summary>
    [Range(1, 1_000_000)]
    public int FailuresPerAddress { get; set; } = 100;

    /// <summary>Wrong passwords for one login, whatever the addresses.</summary>
    [Range(1, 1_000_000)]
    public int FailuresPerLogin { get; set; } = 300;
}

/// <summary>
/// Slows down those who guess passwords. Only wrong ones count. The limit for one login is far higher than that for one
/// login and one address, so that a guesser locks himself out and hardly ever the person whose login it is.
/// The libraries' limiters do not run on <see cref="TimeProvider"/>, hence the counting here.
/// </summary>
public sealed class SignInThrottle
{
    private readonly SignInSettings _settings;
    private readonly TimeProvider _clock;
    private readonly GenerationCache<Counter> _counters = new(100_000);

    internal SignInThrottle(IOptions<SignInSettings> settings, TimeProvider clock) =>
        (_settings, _clock) = (settings.Value, clock);

    /// <summary>Whether one more attempt is answered.</summary>
    public bool MayTry(string login, IPAddress? address)
    {
        foreach (var (key, limit) in Keys(login, address))
        {
            if (_counters.Find(key, keep: false) is { } counter && counter.Count(_clock, _settings.Window) >= limit)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Counts a wrong password.</summary>
    public void CountFailure(string login, IPAddress? address)
    {
        foreach (var (key, _) in Keys(login, address))
        {
            var counter = _counters.Find(key, keep: true);
            if (counter is null)
            {
                counter = new Counter(_clock.GetTimestamp());
                _counters.Set(key, counter);
            }

            counter.Add(_clock, _settings.Window);
        }
    }

    private (string Key, int Limit)[] Keys(string login, IPAddress? address)
    {
        // Nobody has a longer one, and the keys are kept in memory.
        var name = login.Length <= NameRules.MaxNameLength ? NameRules.Normalize(login) : "";
        return
        [
            ($"both {address} {name}", _settings.FailuresPerLoginAndAddress),
            ($"address {address}", _settings.FailuresPerAddress),
            ($"login {name}", _settings.FailuresPerLogin),
        ];
    }

    private sealed class Counter(long startedAt)
    {
        private readonly Lock _lock = new();
        private long _startedAt = startedAt;
        private int _count;

        public int Count(TimeProvider clock, TimeSpan window)
        {
            lock (_lock)
            {
                return clock.GetElapsedTime(_startedAt) < window ? _count : 0;
            }
        }

        public void Add(TimeProvider clock, TimeSpan window)
        {
            lock (_lock)
            {
                if (clock.GetElapsedTime(_startedAt) >= window)
                {
                    (_startedAt, _count) = (clock.GetTimestamp(), 0);
                }

                _count++;
            }
        }
    }
}
