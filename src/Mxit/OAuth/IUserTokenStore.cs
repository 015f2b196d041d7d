namespace Mxit;

/// <summary>
/// Your storage for a person's newest token: a row in a database, a file, a cookie. A refresh token works once, so the old token
/// is useless after a renewal: if the new one is not saved, the sign-in is lost when the program ends.
/// </summary>
/// <remarks>
/// The call that needed the new token waits until it is saved. When the store throws, the call is not sent, and the caller gets
/// the exception unchanged. The next call offers the token again, until it is saved. A store may use the client itself.
/// </remarks>
public interface IUserTokenStore
{
    /// <summary>
    /// Saves a token in place of the person's old one. It should be durable when this returns. It is never called concurrently
    /// for one client. It must be idempotent: the same token can be offered again.
    /// </summary>
    /// <param name="token">The new token.</param>
    /// <param name="cancellationToken">Cancelled when the time-out of a call has passed.</param>
    Task SaveAsync(UserToken token, CancellationToken cancellationToken);
}
