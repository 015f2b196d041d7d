using System.ComponentModel.DataAnnotations;

namespace Mxit.Platform.RateLimits;

/// <summary>
/// How many requests each caller may make, as token buckets. A rate of 0 means no limit. Section <c>Mxit:RateLimits</c>.
/// </summary>
internal sealed class RateLimitSettings
{
    /// <summary>Requests a second of one app, in the long run.</summary>
    [Range(0, 1_000_000d)]
    public double AppRequestsPerSecond { get; set; } = 100;

    /// <summary>Requests that one app may make at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int AppBurst { get; set; } = 1_000;

    /// <summary>Requests a second of one person, in the long run, through whichever apps and pages.</summary>
    [Range(0, 1_000_000d)]
    public double PersonRequestsPerSecond { get; set; } = 20;

    /// <summary>Requests that one person may make at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int PersonBurst { get; set; } = 200;

    /// <summary>
    /// Requests a second without a token from one address, in the long run. No limit unless set: old programs make such calls
    /// too, and behind a proxy everybody has its address.
    /// </summary>
    [Range(0, 1_000_000d)]
    public double AddressRequestsPerSecond { get; set; }

    /// <summary>Requests without a token that one address may make at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int AddressBurst { get; set; } = 100;

    /// <summary>Apps of the legacy profile, and people through them, are limited as well. Their programs know no 429.</summary>
    public bool LimitLegacyApps { get; set; }
}
