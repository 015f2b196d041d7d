using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mxit.Platform.Apps;
using Mxit.Platform.Wire;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.Validation;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Abstractions.OpenIddictExceptions;

namespace Mxit.Platform.Authorization;

/// <summary>
/// Tells who an access token speaks for. The first time OpenIddict reads and checks it; afterwards it is known, and only
/// the clock and the list of revocations are asked.
/// </summary>
internal sealed class AccessTokens(
    OpenIddictValidationService validation,
    AccessTokenRevocations revocations,
    IServiceScopeFactory scopes,
    IOptions<AuthorizationSettings> settings,
    TimeProvider clock)
{
    private readonly GenerationCache<Entry> _known = new(settings.Value.TokenCacheCapacity);

    /// <summary>The caller of a token that is good, else <see langword="null"/>. Costs nothing for a token seen before.</summary>
    public ValueTask<Caller?> FindCallerOrNullAsync(ReadOnlySpan<char> token, CancellationToken cancellationToken)
    {
        if (_known.Find(token, keep: true) is { } entry && revocations.IsFresh)
        {
            return ValueTask.FromResult(IsGood(entry) ? entry.Caller : null);
        }

        return new ValueTask<Caller?>(ReadAsync(token.ToString(), cancellationToken));
    }

    private bool IsGood(Entry entry) =>
        clock.GetUtcNow().UtcTicks < entry.ExpiresUtcTicks && !revocations.Contains(entry.TokenId);

    private async Task<Caller?> ReadAsync(string token, CancellationToken cancellationToken)
    {
        // Ours are 32 characters; anything far longer is not looked at.
        if (token.Length is 0 or > 256)
        {
            return null;
        }

        ClaimsPrincipal principal;
        try
        {
            principal = await validation.ValidateAccessTokenAsync(token, cancellationToken);
        }
        catch (ProtocolException)
        {
            _known.Remove(token);
            return null;
        }

        var clientId = principal.GetClaim(Claims.ClientId);
        var subject = principal.GetClaim(Claims.Subject);
        if (clientId is null || subject is null || !Guid.TryParse(principal.GetTokenId(), out var tokenId)
            || principal.GetExpirationDate() is not { } expires)
        {
            return null;
        }

        await using var scope = scopes.CreateAsyncScope();
        var apps = scope.ServiceProvider.GetRequiredService<OpenIddictApplicationManager<App>>();
        if (await apps.FindByClientIdAsync(clientId, cancellationToken) is not { RemovedUtc: null } app)
        {
            return null;
        }

        var entry = new Entry(tokenId, expires.UtcTicks, new Caller
        {
            UserId = subject == clientId ? null : subject,
            ClientId = clientId,
            ServiceName = app.ServiceName,
            IsLegacyApp = app.Profile == AppProfile.Legacy,
            Scopes = principal.GetScopes(),
            IsStillGoodAsync = async stop => await FindCallerOrNullAsync(token, stop) is not null,
        });
        _known.Set(token, entry);
        return IsGood(entry) ? entry.Caller : null;
    }

    private sealed record Entry(Guid TokenId, long ExpiresUtcTicks, Caller Caller);
}
