using System.ComponentModel.DataAnnotations;

namespace Mxit.Platform.Accounts;

/// <summary>How accounts are kept. Section <c>Mxit:Accounts</c>.</summary>
internal sealed class AccountSettings
{
    /// <summary>Memory that hashing one password takes (Argon2id), in KiB.</summary>
    [Range(7_168, 1_048_576)]
    public int PasswordMemoryKib { get; set; } = 19_456;

    /// <summary>How often hashing a password goes through that memory.</summary>
    [Range(1, 100)]
    public int PasswordPasses { get; set; } = 2;

    /// <summary>
    /// How many passwords are hashed at the same time; the others wait. One for each processor, at most 8, unless set.
    /// </summary>
    [Range(1, 256)]
    public int PasswordsAtOnce { get; set; } = Math.Min(Environment.ProcessorCount, 8);

    /// <summary>How many people are remembered; about a kilobyte each.</summary>
    [Range(100, 10_000_000)]
    public int DirectoryCapacity { get; set; } = 100_000;

    /// <summary>How often changes by other processes are looked for, such as other servers and the admin commands.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ChangePoll { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How far back to look each time: as much as the clocks of the servers may differ, plus the longest time between the
    /// stamp of a change and its commit.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ChangeOverlap { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After this time a person is read again, whether a change was seen or not: looking for changes may fail, or miss one by a
    /// clock that is far off. So long may a person, removed by another process, still count as there.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan DirectoryAge { get; set; } = TimeSpan.FromMinutes(1);
}
