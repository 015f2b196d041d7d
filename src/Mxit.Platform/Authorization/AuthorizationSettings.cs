using System.ComponentModel.DataAnnotations;

namespace Mxit.Platform.Authorization;

/// <summary>How long things last and how much is allowed. Section <c>Mxit:Authorization</c>.</summary>
internal sealed class AuthorizationSettings
{
    /// <summary>Life of an access token. Old clients count on an hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Life of a refresh token that is not used.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a person's consent can be prolonged by refreshing.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan GrantLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How long a refresh token that was used works again, so that a lost answer logs nobody out; later use ends the grant.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan RefreshTokenGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Life of an authorization code for apps of the strict profile.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")]
    public TimeSpan StrictCodeLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Life of an authorization code for apps of the legacy profile.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")]
    public TimeSpan LegacyCodeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many access tokens are remembered, so that they cost no round trip to the database.</summary>
    [Range(100, 10_000_000)]
    public int TokenCacheCapacity { get; set; } = 50_000;

    /// <summary>How often revocations by other processes are looked for.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:04")]
    public TimeSpan RevocationPoll { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long tokens that are over are kept, to recognise their reuse.</summary>
    [Range(typeof(TimeSpan), "2.00:00:00", "365.00:00:00")]
    public TimeSpan KeepEndedTokens { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How often tokens that are over are deleted.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan PruneInterval { get; set; } = TimeSpan.FromHours(1);
}
