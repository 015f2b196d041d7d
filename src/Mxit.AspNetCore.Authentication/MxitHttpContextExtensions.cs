using Mxit;
using Mxit.AspNetCore.Authentication;

namespace Microsoft.AspNetCore.Http;

/// <summary>From who is signed in to a client that acts for them.</summary>
public static class MxitHttpContextExtensions
{
    /// <summary>
    /// The token that was kept when the person signed in with Mxit, as it is; <see langword="null"/> for who did not, or when
    /// tokens are not kept. Most programs want <see cref="GetMxitUserClientAsync"/>.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="signInScheme">The scheme of the cookie; <see langword="null"/> for the default one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<UserToken?> GetMxitUserTokenAsync(
        this HttpContext context, string? signInScheme = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        return (await MxitSession.FindOrNullAsync(context, signInScheme).ConfigureAwait(false))?.Token;
    }

    /// <summary>
    /// A client that acts for the person; <see langword="null"/> for who did not sign in with Mxit, or whose sign-in has ended:
    /// then challenge them. A token near its end is renewed, and the cookie with it; so ask before the response begins.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="signInScheme">The scheme of the cookie; <see langword="null"/> for the default one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MxitException">The token had to be renewed, and the server refused or could not be reached.</exception>
    public static async Task<MxitUserClient?> GetMxitUserClientAsync(
        this HttpContext context, string? signInScheme = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return await MxitSession.FindOrNullAsync(context, signInScheme).ConfigureAwait(false) is { } session
            ? await session.OpenOrNullAsync(cancellationToken).ConfigureAwait(false)
            : null;
    }
}
