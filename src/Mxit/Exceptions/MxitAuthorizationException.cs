namespace Mxit;

/// <summary>
/// The browser came back without an authorization that can be used: the callback does not belong to the request, or it carries an
/// error. Start a new sign-in, unless <see cref="IsDenied"/>. Source: <c>GET /authorize</c>, wire document, section 2.2.
/// </summary>
public sealed class MxitAuthorizationException : MxitException
{
    /// <summary><see cref="Error"/> when <c>state</c> is missing, is not the request's own, or was used before.</summary>
    public const string InvalidState = "invalid_state";

    /// <summary><see cref="Error"/> when <c>iss</c> of a callback (RFC 9207) or of an id token names another server.</summary>
    public const string InvalidIssuer = "invalid_issuer";

    /// <summary><see cref="Error"/> when the callback carries neither one code nor one error.</summary>
    public const string InvalidCallback = "invalid_callback";

    /// <summary><see cref="Error"/> when the person did not allow the access.</summary>
    public const string AccessDenied = "access_denied";

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What went wrong, as a text for people.</param>
    /// <param name="error">The code of the error.</param>
    /// <param name="errorDescription">The server's description, if it gave one.</param>
    public MxitAuthorizationException(string message, string error, string? errorDescription = null)
        : base(message, MxitErrorReason.Authorization)
    {
        Error = error;
        ErrorDescription = errorDescription;
    }

    /// <summary>
    /// The server's code, such as <c>invalid_scope</c> or <c>temporarily_unavailable</c>, or one of the constants here.
    /// </summary>
    public string Error { get; }

    /// <summary>
    /// The person denied the access (<see cref="AccessDenied"/>). This is an ordinary end of a sign-in: continue without the
    /// permission.
    /// </summary>
    public bool IsDenied => Error == AccessDenied;

    /// <summary>The server's description, at most 1,000 characters; <see langword="null"/> when there is none.</summary>
    public string? ErrorDescription { get; }
}
