using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Mxit.Platform.Wire;

namespace Mxit.Platform.RateLimits;

/// <summary>The limits of all callers: apps, people, and addresses of those who send no token.</summary>
internal sealed class RateLimits(IOptions<RateLimitSettings> settings, TimeProvider clock)
{
    private readonly bool _limitsLegacy = settings.Value.LimitLegacyApps;

    public RateLimit<string> Apps { get; } =
        new("app", settings.Value.AppRequestsPerSecond, settings.Value.AppBurst, clock);

    public RateLimit<string> People { get; } =
        new("person", settings.Value.PersonRequestsPerSecond, settings.Value.PersonBurst, clock);

    public RateLimit<IPAddress> Addresses { get; } =
        new("address", settings.Value.AddressRequestsPerSecond, settings.Value.AddressBurst, clock);

    /// <summary>Counts a request and tells the caller where it stands.</summary>
    /// <returns>How long to wait; <see langword="null"/> when the request may go on.</returns>
    public TimeSpan? Count(HttpContext context) => context.Features.Get<Caller>() switch
    {
        null => Count(Addresses, ClientNetwork.Of(context.Connection.RemoteIpAddress), context.Response),
        { IsLegacyApp: true } when !_limitsLegacy => null,
        { IsApp: true } app => Count(Apps, app.Id, context.Response),
        var person => Count(People, person.Id, context.Response),
    };

    private static TimeSpan? Count<TKey>(RateLimit<TKey> limit, TKey key, HttpResponse response)
        where TKey : notnull
    {
        if (!limit.IsOn)
        {
            return null;
        }

        var take = limit.Take(key);
        response.Headers["RateLimit-Policy"] = limit.Policy;
        response.Headers["RateLimit"] = limit.Describe(take);
        return take.IsAllowed ? null : TimeSpan.FromSeconds(limit.Seconds(take.NextIn));
    }
}
