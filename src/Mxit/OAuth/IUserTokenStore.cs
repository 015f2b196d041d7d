namespace Mxit;

/// <summary>
/// Your storage for a person's newest token: a row of your database, a file, a cookie. A renewal spends the old refresh token, so a token
/// that is not saved is a sign-in that is lost when the program ends.
/// </summary>
/// <remarks>
/// The call that needed the new token waits until it is saved, and gets what the store throws, as it is; the server was not asked then. The
/// token is offered again by the next call, until it is saved. A store may use the client that it saves for.
/// </remarks>
public interface IUserTokenStore
{
    /// <summary>
    /// Saves a token in place of the person's old one. It should be durable when this returns. Never called twice at once for one client;
    /// saving the same token again changes nothing.
    /// </summary>
    /// <param name="token">The new token.</param>
    /// <param name="cancellationToken">Ends when the store has taken as long as a call may.</param>
    Task SaveAsync(UserToken token, CancellationToken cancellationToken);
}
