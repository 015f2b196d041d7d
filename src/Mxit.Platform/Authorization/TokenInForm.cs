using Microsoft.AspNetCore.Http;

namespace Mxit.Platform.Authorization;

/// <summary>
/// Marks the one endpoint that takes its token from a form as well: <c>/userinfo</c> (OpenID Connect Core, section 5.3.1; RFC
/// 6750, section 2.2).
/// </summary>
internal sealed class TokenInForm
{
    private const string Field = "access_token";

    public static TokenInForm Allowed { get; } = new();

    /// <summary>
    /// The token of a form; <see langword="null"/> when there is none. <see cref="FormGuard"/> has read the form before.
    /// </summary>
    public static async ValueTask<string?> ReadOrNullAsync(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true
        && (await request.ReadFormAsync(request.HttpContext.RequestAborted))[Field].ToString() is { Length: > 0 } token
            ? token
            : null;
}
