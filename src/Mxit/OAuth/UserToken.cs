using Mxit.Internal;

namespace Mxit;

/// <summary>
/// A person's token for the app. It is plain data: store it, load it later, and pass it to
/// <see cref="MxitClient.ForUser(UserToken, IUserTokenStore)"/>. It is as good as a password, so protect it. Source:
/// <c>POST /token</c>, wire document, section 2.3.
/// </summary>
/// <param name="AccessToken">The opaque token. Not shown by <see cref="ToString"/>.</param>
/// <param name="ExpiresAt">When the access token expires.</param>
/// <param name="Scopes">The scopes that the person allowed.</param>
public sealed record UserToken(string AccessToken, DateTimeOffset ExpiresAt, IReadOnlyList<string> Scopes)
{
    /// <summary>The scopes that the person allowed.</summary>
    public IReadOnlyList<string> Scopes { get; init => field = ScopeList.Of(value); } = ScopeList.Of(Scopes);

    /// <summary>
    /// Gets the next token; works once. <see langword="null"/> when the server sent none: then the person must sign in again. Not
    /// shown by <see cref="ToString"/>.
    /// </summary>
    public string? RefreshToken { get; init; }

    /// <summary>
    /// The JWT that says who signed in; <see langword="null"/> unless <see cref="MxitScopes.OpenId"/> was allowed. Not shown by
    /// <see cref="ToString"/>.
    /// </summary>
    public string? IdToken { get; init; }

    /// <summary>
    /// The user id, such as <c>m40000000000</c>. Servers of this project always send it. Other servers send it in
    /// <see cref="IdToken"/> only; there, request <see cref="MxitScopes.OpenId"/> and call
    /// <see cref="MxitUserClient.GetUserInfoAsync"/>.
    /// </summary>
    public UserId? UserId { get; init; }

    /// <summary>Leaves the tokens out, so that they do not reach a log by accident.</summary>
    public override string ToString() =>
        $"{nameof(UserToken)} {{ {nameof(UserId)} = {UserId}, {nameof(ExpiresAt)} = {ExpiresAt:O}, " +
        $"{nameof(Scopes)} = {string.Join(' ', Scopes)} }}";
}
