namespace Mxit;

/// <summary>The owner of a user token. Source: <c>GET /userinfo</c>, wire document, section 2.5.</summary>
public sealed record UserInfo
{
    /// <summary>The user id, such as <c>m40000000000</c>.</summary>
    public required UserId UserId { get; init; }
}
