namespace Mxit;

/// <summary>Who a user token stands for. Source: <c>GET /userinfo</c>, wire document, section 2.5.</summary>
/// <param name="UserId">The user id, such as <c>m40000000000</c>.</param>
public sealed record UserInfo(string UserId);
