using System.ComponentModel.DataAnnotations;

namespace Mxit.Platform.Accounts;

/// <summary>How accounts are kept. Section <c>Mxit:Accounts</c>.</summary>
public sealed class AccountSettings
{
    /// <summary>Rounds of PBKDF2 with HMAC-SHA512 for a new password.</summary>
    [Range(100_000, 10_000_000)]
    public int PasswordIterations { get; set; } = 210_000;

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
