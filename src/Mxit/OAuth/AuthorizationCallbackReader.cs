using System.Collections.Specialized;
using System.Security.Cryptography;
using System.Text;
using System.Web;

namespace Mxit.Internal;

/// <summary>
/// Checks that a callback belongs to the sign-in that was started. Anybody can make a browser call the redirect URI, so
/// <c>state</c> (RFC 9700, section 4.7) and <c>iss</c> (RFC 9207) are checked first.
/// </summary>
internal sealed class AuthorizationCallbackReader(MxitClientSettings settings)
{
    private readonly Lock _gate = new();

    // Longer than a code is valid; after that the server refuses the code.
    private readonly ExpiringMap<bool> _used = new(TimeSpan.FromHours(1), settings.TimeProvider);

    /// <exception cref="MxitAuthorizationException">The callback has no valid code.</exception>
    public string ReadCode(AuthorizationRequest request, Uri callback)
    {
        if (!callback.IsAbsoluteUri)
        {
            throw new ArgumentException("The callback must be an absolute address.", nameof(callback));
        }

        var query = HttpUtility.ParseQueryString(callback.Query);
        CheckState(request, Single(query, "state"));
        if (query["iss"] is not null && !settings.IsIssuer(Single(query, "iss")))
        {
            throw new MxitAuthorizationException(
                "The callback comes from another server than the one that was asked.", MxitAuthorizationException.InvalidIssuer);
        }

        if (query["error"] is { } error)
        {
            Reserve(request);
            throw Refused(error, query["error_description"]);
        }

        return Single(query, "code") is { Length: > 0 } code
            ? code
            : throw new MxitAuthorizationException(
                "The callback carries neither a code nor an error.", MxitAuthorizationException.InvalidCallback);
    }

    /// <exception cref="MxitAuthorizationException">The state does not belong to the request.</exception>
    public static void CheckState(AuthorizationRequest request, string? state)
    {
        if (string.IsNullOrEmpty(request.State) || !CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(request.State), Encoding.UTF8.GetBytes(state ?? "")))
        {
            throw new MxitAuthorizationException(
                "The callback does not belong to this sign-in: its state differs.", MxitAuthorizationException.InvalidState);
        }
    }

    /// <summary>Marks a request as used. A request can be used once.</summary>
    /// <exception cref="MxitAuthorizationException">It was used before.</exception>
    public void Reserve(AuthorizationRequest request)
    {
        lock (_gate)
        {
            if (_used.TryGet(request.State, out var isUsed) && isUsed)
            {
                throw new MxitAuthorizationException(
                    "The callback of this sign-in was used before.", MxitAuthorizationException.InvalidState);
            }

            _used.Set(request.State, true);
        }
    }

    /// <summary>Marks a request as unused again: the code was not redeemed.</summary>
    public void Release(AuthorizationRequest request)
    {
        lock (_gate)
        {
            _used.Set(request.State, false);
        }
    }

    private static MxitAuthorizationException Refused(string error, string? description)
    {
        var said = new ErrorBody(error, description).Clean([]);
        return new MxitAuthorizationException(
            said.Error == MxitAuthorizationException.AccessDenied
                ? "The person did not allow the access."
                : $"The sign-in failed: {said.Error}.",
            said.Error ?? MxitAuthorizationException.InvalidCallback,
            said.Description);
    }

    // A repeated parameter is invalid (RFC 6749, section 3.1).
    private static string? Single(NameValueCollection query, string name) =>
        query.GetValues(name) is [var value] ? value : null;
}
