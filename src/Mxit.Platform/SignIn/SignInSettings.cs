using System.ComponentModel.DataAnnotations;

namespace Mxit.Platform.SignIn;

/// <summary>How many wrong passwords are answered, and how long sessions last. Section <c>Mxit:SignIn</c>.</summary>
internal sealed class SignInSettings
{
    /// <summary>The time after which wrong passwords are forgotten.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Wrong passwords for one login from one address, or in one browser that the person used before.</summary>
    [Range(1, 1_000_000)]
    public int FailuresPerLoginAndAddress { get; set; } = 10;

    /// <summary>Wrong passwords from one address, whatever the logins.</summary>
    [Range(1, 1_000_000)]
    public int FailuresPerAddress { get; set; } = 100;

    /// <summary>Wrong passwords for one login, whatever the addresses.</summary>
    [Range(1, 1_000_000)]
    public int FailuresPerLogin { get; set; } = 300;

    /// <summary>Wrong secrets for one app from one address.</summary>
    [Range(1, 1_000_000)]
    public int FailuresPerAppAndAddress { get; set; } = 100;

    /// <summary>
    /// How long it is remembered that a person signed in with a browser, or from an address: guesses from elsewhere do not count
    /// there.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KnownFor { get; set; } = TimeSpan.FromDays(180);

    /// <summary>A session of the pages ends when it was not used for so long.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan SessionIdleTime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>A session of the pages ends after so long, however much it is used.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(30);
}
