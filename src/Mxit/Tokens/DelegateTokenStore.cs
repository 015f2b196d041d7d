namespace Mxit.Internal;

/// <summary>A function as a token store.</summary>
internal sealed class DelegateTokenStore(Func<UserToken, CancellationToken, Task> saveAsync) : IUserTokenStore
{
    public Task SaveAsync(UserToken token, CancellationToken cancellationToken) => saveAsync(token, cancellationToken);
}
