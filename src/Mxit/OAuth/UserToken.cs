using Mxit.Internal;

namespace Mxit;

/// <summary>
/// What one person allowed the app. Plain data: store it (protected, it is as good as a password), read it back, hand it to
/// <see cref="MxitClient.ForUser(UserToken, IUserTokenStore)"/>. Source: <c>POST /token</c>, wire document, section 2.3.
/// </summary>
/// <param name="AccessToken">The opaque token. Never shown by <see cref="ToString"/>.</param>
/// <param name="ExpiresAt">When the access token ends.</param>
/// <param name="Scopes">What the person allowed.</param>
public sealed record UserToken(string AccessToken, DateTimeOffset ExpiresAt, IReadOnlyList<string> Scopes)
{
    /// <summary>What the person allowed.</summary>
    public IReadOnlyList<string> Scopes { get; init => field = ScopeList.Of(value); } = ScopeList.Of(Scopes);

    /// <summary>
    /// What a new token is got with; usable once. <see langword="null"/> when the server gave none: then the person signs in
    /// again. Never shown by <see cref="ToString"/>.
    /// </summary>
    public string? RefreshToken { get; init; }

    /// <summary>
    /// The JWT that says who signed in; <see langword="null"/> unless <see cref="MxitScopes.OpenId"/> was allowed. Never shown by
    /// <see cref="ToString"/>.
    /// </summary>
    public string? IdToken { get; init; }

    /// <summary>
    /// The user id, such as <c>m40000000000</c>. Servers of this project always tell it. Another server tells it in
    /// <see cref="IdToken"/> only; then <see cref="MxitUserClient.GetUserInfoAsync"/> has it, if the person allowed
    /// <see cref="MxitScopes.OpenId"/>.
    /// </summary>
    public UserId? UserId { get; init; }

    /// <summary>Leaves the tokens out, so that they never reach a log by accident.</summary>
    public override string ToString() =>
        $"{nameof(UserToken)} {{ {nameof(UserId)} = {UserId}, {nameof(ExpiresAt)} = {ExpiresAt:O}, {nameof(Scopes)} = {string.Join(' ', Scopes)} }}";
}
