namespace Mxit;

/// <summary>
/// The person said no (<c>access_denied</c>). An ordinary ending of a sign-in: carry on without the permission.
/// </summary>
/// <param name="errorDescription">The server's description, if it gave one.</param>
public sealed class MxitAuthorizationDeniedException(string? errorDescription = null)
    : MxitAuthorizationException("The person did not allow the access.", AccessDenied, errorDescription)
{
    internal const string AccessDenied = "access_denied";
}
