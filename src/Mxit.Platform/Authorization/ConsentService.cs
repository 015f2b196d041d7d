using Mxit.Platform.Apps;

namespace Mxit.Platform.Authorization;

/// <summary>
/// What people have allowed to apps, remembered until they take it back. The grants that come of it, each with its tokens, begin
/// and end beside it.
/// </summary>
internal sealed class ConsentService
{
    private readonly ConsentStore _store;

    internal ConsentService(ConsentStore store) => _store = store;

    /// <summary>
    /// Whether the person has allowed the app all of these scopes before. Never for an app that nobody has verified: it may be an
    /// imitation of the one that was allowed (RFC 9700, section 4.13; RFC 8252, section 8.6).
    /// </summary>
    public async Task<bool> IsGivenAsync(
        string userId, AppInfo app, IEnumerable<string> scopes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.IsVerified && !scopes.Except(await _store.ListScopesAsync(userId, app.ClientId, cancellationToken)).Any();
    }

    /// <summary>Remembers that the person has allowed the app these scopes, besides those of before.</summary>
    public async Task RememberAsync(
        string userId, AppInfo app, IReadOnlyCollection<string> scopes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.IsVerified && !await IsGivenAsync(userId, app, scopes, cancellationToken))
        {
            await _store.AddAsync(userId, app.ClientId, scopes, cancellationToken);
        }
    }
}
