namespace Mxit.Platform.Accounts;

/// <summary>
/// Something that keeps people signed in, such as sessions or tokens. It stops doing so when the password changes or the account
/// is suspended or removed. Any number of them can be registered, as singletons.
/// </summary>
internal interface IAccessEnder
{
    /// <summary>Ends all that the person has.</summary>
    Task EndAccessAsync(string userId, CancellationToken cancellationToken);
}
