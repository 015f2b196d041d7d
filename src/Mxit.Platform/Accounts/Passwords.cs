using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Mxit.Platform.Accounts;

/// <summary>Hashes and checks passwords with ASP.NET Core Identity's PBKDF2.</summary>
internal sealed class Passwords
{
    public const int MinLength = 8;

    // Enough for any pass phrase; a limit, so that nobody makes the server hash megabytes.
    public const int MaxLength = 1024;

    // The first guesses of every attacker that are long enough to pass otherwise.
    private static readonly HashSet<string> Common = new(StringComparer.OrdinalIgnoreCase)
    {
        "password", "password1", "password12", "password123", "passw0rd", "p@ssword", "p@ssw0rd", "12345678", "123456789",
        "1234567890", "123123123", "987654321", "87654321", "11111111", "00000000", "88888888", "11223344", "12341234",
        "qwertyui", "qwertyuiop", "qwerty123", "qwerty12", "qwer1234", "1q2w3e4r", "1q2w3e4r5t", "1qaz2wsx", "asdfghjk",
        "asdfasdf", "asdf1234", "zxcvbnm1", "abcd1234", "abcdefgh", "abc12345", "a1b2c3d4", "iloveyou", "iloveyou1",
        "sunshine", "princess", "football", "baseball", "superman", "starwars", "trustno1", "letmein1", "welcome1",
        "welcome123", "computer", "michelle", "jennifer", "internet", "whatever", "changeme", "administrator", "admin123",
    };

    private static readonly PasswordHasher<Passwords> Quick = new(Options.Create(new PasswordHasherOptions { IterationCount = 1 }));

    private readonly PasswordHasher<Passwords> _hasher;
    private readonly Lazy<string> _nobodysHash;

    public Passwords(IOptions<AccountSettings> settings)
    {
        _hasher = new PasswordHasher<Passwords>(
            Options.Create(new PasswordHasherOptions { IterationCount = settings.Value.PasswordIterations }));
        _nobodysHash = new Lazy<string>(() => _hasher.HashPassword(this, Guid.NewGuid().ToString()));
    }

    public static bool IsStrongEnough(string password, string login) =>
        password.Length is >= MinLength and <= MaxLength && !Common.Contains(password)
        && !string.Equals(password, login, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Hashes a password that is printed in the documentation. Rounds protect what an attacker would have to guess; here they would only
    /// make each start and each sign-in of a test longer.
    /// </summary>
    public string HashPublished(string password) => Quick.HashPassword(this, password);

    public string Hash(string password) => _hasher.HashPassword(this, password);

    /// <summary>Takes as long for nobody's password as for somebody's, so that the time tells nothing about who exists.</summary>
    public bool Matches(string? hash, string password)
    {
        var result = _hasher.VerifyHashedPassword(
            this, hash ?? _nobodysHash.Value, password.Length <= MaxLength ? password : "");
        return hash is not null && password.Length <= MaxLength && result != PasswordVerificationResult.Failed;
    }
}
