using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using NSec.Cryptography;

namespace Mxit.Platform.Accounts;

/// <summary>
/// Hashes and checks passwords with Argon2id, so that each guess at a stolen hash costs memory as well as time. A few at a time,
/// so that many who sign in do not take the memory of many.
/// </summary>
internal sealed class Passwords : IDisposable
{
    public const int MinLength = 8;

    // Enough for any pass phrase; a limit, so that nobody makes the server hash megabytes.
    public const int MaxLength = 1024;

    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    // Next to nothing.
    private static readonly Cost Quick = new(8, 1);

    private readonly Cost _cost;
    private readonly SemaphoreSlim _room;
    private readonly string _nobodysHash;

    public Passwords(IOptions<AccountSettings> settings)
    {
        _cost = new Cost(settings.Value.PasswordMemoryKib, settings.Value.PasswordPasses);
        _room = new SemaphoreSlim(settings.Value.PasswordsAtOnce);
        _nobodysHash = Write(_cost, RandomNumberGenerator.GetBytes(SaltBytes), RandomNumberGenerator.GetBytes(HashBytes));
    }

    /// <summary>
    /// Whether a person with the login may have the password. Characters are those that people see, not code units.
    /// </summary>
    public static bool IsStrongEnough(string password, string login) =>
        password.Length <= 2 * MaxLength
        && password.EnumerateRunes().Count() is >= MinLength and <= MaxLength
        && !CommonPasswords.Contain(password, login);

    /// <summary>
    /// Hashes a password that is printed in the documentation. The cost protects what an attacker would have to guess; here it
    /// would only make each start and each sign-in of a test longer.
    /// </summary>
    public static string HashPublished(string password) => Hash(Quick, password);

    public async Task<string> HashAsync(string password, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        try
        {
            return Hash(_cost, password);
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>Takes as long for nobody's password as for somebody's, so that the time tells nothing about who exists.</summary>
    public async Task<bool> MatchesAsync(string? hash, string password, CancellationToken cancellationToken)
    {
        var isPossible = hash is not null && password.Length <= 2 * MaxLength;
        await _room.WaitAsync(cancellationToken);
        try
        {
            return Matches(hash ?? _nobodysHash, isPossible ? password : "") && isPossible;
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>Whether the hash was made with settings that are not those of today.</summary>
    public bool IsOutdated(string hash) => ReadOrNull(hash) is var (cost, _, _) && cost != _cost && cost != Quick;

    public void Dispose() => _room.Dispose();

    private static string Hash(Cost cost, string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Write(cost, salt, Derive(cost, password, salt));
    }

    private static bool Matches(string hash, string password) =>
        ReadOrNull(hash) is var (cost, salt, expected)
        && CryptographicOperations.FixedTimeEquals(Derive(cost, password, salt), expected);

    private static byte[] Derive(Cost cost, string password, byte[] salt)
    {
        var algorithm = PasswordBasedKeyDerivationAlgorithm.Argon2id(new Argon2Parameters
        {
            DegreeOfParallelism = 1,
            MemorySize = cost.MemoryKib,
            NumberOfPasses = cost.Passes,
        });
        return algorithm.DeriveBytes(Encoding.UTF8.GetBytes(password), salt, HashBytes);
    }

    // The form in which Argon2's own tools write it.
    private static string Write(Cost cost, byte[] salt, byte[] hash) => string.Create(
        CultureInfo.InvariantCulture,
        $"$argon2id$v=19$m={cost.MemoryKib},t={cost.Passes},p=1${Convert.ToBase64String(salt).TrimEnd('=')}${Convert.ToBase64String(hash).TrimEnd('=')}");

    private static (Cost Cost, byte[] Salt, byte[] Hash)? ReadOrNull(string hash)
    {
        var parts = hash.Split('$');
        if (parts is not ["", "argon2id", "v=19", var cost, var salt, var value]
            || cost.Split(',') is not [['m', '=', .. var memory], ['t', '=', .. var passes], "p=1"])
        {
            return null;
        }

        return (
            new Cost(int.Parse(memory, CultureInfo.InvariantCulture), int.Parse(passes, CultureInfo.InvariantCulture)),
            Convert.FromBase64String(salt + "=="),
            Convert.FromBase64String(value + "="));
    }

    private readonly record struct Cost(int MemoryKib, int Passes);
}
