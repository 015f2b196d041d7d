using Mxit.Internal;
using Mxit.Wire;

namespace Mxit;

/// <summary>Looking people up. Source: wire document, section 4.</summary>
public class UsersClient
{
    private static readonly ScopeSet ProfilePublic = ScopeSet.Parse(MxitScopes.ProfilePublic);

    private readonly MxitConnection _connection;
    private readonly MxitClientSettings _settings;
    private readonly ITokenSource _tokens;

    /// <summary>For fakes.</summary>
    protected UsersClient() => (_connection, _settings, _tokens) = (null!, null!, null!);

    internal UsersClient(MxitConnection connection, MxitClientSettings settings, ITokenSource tokens) =>
        (_connection, _settings, _tokens) = (connection, settings, tokens);

    /// <summary>
    /// The user id of a person (scope <see cref="MxitScopes.ProfilePublic"/>): what messages and profiles ask for, and what never
    /// changes. Source: <c>GET /user/lookup/{mxitId}</c>, wire document, section 4.2.
    /// </summary>
    /// <param name="mxitId">The login, in any case; a user id comes back as it is.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The login is empty or cannot be one, or the options are not as described.</exception>
    /// <exception cref="MxitNotFoundException">Nobody has this login.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual async Task<string> GetUserIdAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = new ApiRequest(HttpMethod.Get, new Uri(_settings.ApiAddress, MxitRoutes.UserLookup + PathSegment.Escape(mxitId)))
        {
            Tokens = _tokens,
            Scopes = options.ScopesOr(ProfilePublic),
            Timeout = options.CheckedTimeout(),
        };
        var reply = await _connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Read(MxitJson.Wire.String) is { Length: > 0 } userId ? userId : throw reply.Unreadable();
    }

    /// <summary>The same, with <see langword="null"/> when nobody has this login.</summary>
    /// <param name="mxitId">The login, in any case; a user id comes back as it is.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The login is empty or cannot be one, or the options are not as described.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual async Task<string?> GetUserIdOrNullAsync(
        string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetUserIdAsync(mxitId, options, cancellationToken).ConfigureAwait(false);
        }
        catch (MxitNotFoundException)
        {
            return null;
        }
    }
}
