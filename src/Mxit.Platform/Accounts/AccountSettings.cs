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

    /// <summary>How many user ids are remembered as existing.</summary>
    [Range(1_000, 100_000_000)]
    public int DirectoryCapacity { get; set; } = 200_000;

    /// <summary>
    /// After at most twice this time a user id is looked up again; so long may a person, removed by another process, still
    /// count as there.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan DirectoryAge { get; set; } = TimeSpan.FromSeconds(30);
}
