using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Mxit.Platform.SignIn;

/// <summary>
/// What a browser keeps of the people who signed in with it: for each a random id, under the server's keys. It lets nobody in. It
/// only says that guesses made elsewhere are none of this browser's, and for that person alone.
/// </summary>
internal sealed class DeviceCookies(IDataProtectionProvider protection, IOptions<SignInSettings> settings, TimeProvider clock)
{
    // Those who share a browser at home.
    private const int MaxPeople = 5;

    // Far beyond what is ever issued.
    private const int MaxLength = 2_048;

    private readonly IDataProtector _protector = protection.CreateProtector("Mxit.DeviceCookie");

    /// <summary>The id of the browser for the person; <see langword="null"/> when the person did not sign in with it.</summary>
    public string? FindOrNull(string? cookie, string userId) =>
        Read(cookie).FirstOrDefault(entry => entry.UserId == userId)?.Device;

    /// <summary>
    /// The cookie of a browser in which the person has just signed in. The id is a new one: a copy goes its own way.
    /// </summary>
    public string Add(string? cookie, string userId)
    {
        var entry = new Entry(
            userId, RandomNumberGenerator.GetHexString(32, lowercase: true), clock.GetUtcNow().ToUnixTimeSeconds());
        var entries = Read(cookie).Where(other => other.UserId != userId).Prepend(entry).Take(MaxPeople);
        return _protector.Protect(string.Join(';', entries.Select(one =>
            string.Create(CultureInfo.InvariantCulture, $"{one.UserId},{one.Device},{one.IssuedAt}"))));
    }

    private List<Entry> Read(string? cookie)
    {
        if (cookie is not { Length: > 0 and <= MaxLength })
        {
            return [];
        }

        try
        {
            var oldest = (clock.GetUtcNow() - settings.Value.KnownFor).ToUnixTimeSeconds();
            return [.. _protector.Unprotect(cookie).Split(';')
                .Select(entry => entry.Split(','))
                .Select(parts => new Entry(parts[0], parts[1], long.Parse(parts[2], CultureInfo.InvariantCulture)))
                .Where(entry => entry.IssuedAt >= oldest)];
        }
        catch (CryptographicException)
        {
            // Made up, spoiled, or made with keys that are gone.
            return [];
        }
    }

    private sealed record Entry(string UserId, string Device, long IssuedAt);
}
