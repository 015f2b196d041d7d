using System.Net;
using Mxit.Platform.Accounts;
using Mxit.Platform.Authorization;

namespace Mxit.Web.Authorization;

/// <summary>Checks a login and a password that were typed on a page.</summary>
internal sealed class SignInAttempt(AccountService accounts, SignInThrottle throttle)
{
    /// <summary>The person, or what to tell whoever tried.</summary>
    public async Task<(Person? Person, string? Problem)> TryAsync(
        string login, string password, IPAddress? address, CancellationToken cancellationToken)
    {
        if (!throttle.MayTry(login, address))
        {
            return (null, "Too many wrong passwords. Please try again in a minute.");
        }

        if (await accounts.VerifyPasswordOrNullAsync(login, password, cancellationToken) is { } person)
        {
            return (person, null);
        }

        throttle.CountFailure(login, address);
        return (null, "The login or the password is wrong.");
    }
}
