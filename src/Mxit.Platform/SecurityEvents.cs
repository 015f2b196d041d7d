using System.Net;
using Microsoft.Extensions.Logging;

namespace Mxit.Platform;

/// <summary>
/// What an operator wants to hear of who comes in and who does not, as log events of one category, <c>Mxit.Security</c>. Ids and
/// names of events never change. They name people by user id and apps by service name; what somebody typed is never a part of
/// them, since it may be a password in the wrong field.
/// </summary>
internal sealed partial class SecurityEvents
{
    /// <summary>The category of the events.</summary>
    public const string Category = "Mxit.Security";

    /// <summary>Stands for a person or an app that does not exist.</summary>
    internal const string Unknown = "(unknown)";

    private readonly ILogger _logger;

    internal SecurityEvents(ILoggerFactory loggers) => _logger = loggers.CreateLogger(Category);

    /// <summary>A password was right.</summary>
    [LoggerMessage(1001, LogLevel.Information, "{UserId} signed in from {Address} by {Way}")]
    internal partial void SignedIn(string userId, IPAddress? address, string way);

    /// <summary>A login and a password do not belong together.</summary>
    [LoggerMessage(1002, LogLevel.Information, "Sign-in failed for {UserId} from {Address} by {Way}")]
    internal partial void SignInFailed(string userId, IPAddress? address, string way);

    /// <summary>A password was not looked at, because too many wrong ones came before.</summary>
    [LoggerMessage(1003, LogLevel.Warning, "Sign-in throttled for {UserId} from {Address} by {Way}")]
    internal partial void SignInThrottled(string userId, IPAddress? address, string way);

    /// <summary>A session was ended by its person.</summary>
    [LoggerMessage(1004, LogLevel.Information, "{UserId} ended a session")]
    internal partial void SessionEnded(string userId);

    /// <summary>All sessions of a person, and all tokens of apps for the person, were ended.</summary>
    [LoggerMessage(1005, LogLevel.Information, "{UserId} signed out everywhere")]
    internal partial void SignedOutEverywhere(string userId);

    /// <summary>A person was made.</summary>
    [LoggerMessage(1101, LogLevel.Information, "Account {UserId} was made")]
    internal partial void PersonMade(string userId);

    /// <summary>A person has a new password; sessions and tokens ended.</summary>
    [LoggerMessage(1102, LogLevel.Information, "The password of {UserId} was changed")]
    internal partial void PasswordChanged(string userId);

    /// <summary>A person may not sign in any more; sessions and tokens ended.</summary>
    [LoggerMessage(1103, LogLevel.Information, "Account {UserId} was suspended")]
    internal partial void PersonSuspended(string userId);

    /// <summary>A person may sign in again.</summary>
    [LoggerMessage(1104, LogLevel.Information, "Account {UserId} is no longer suspended")]
    internal partial void PersonResumed(string userId);

    /// <summary>A person was removed; sessions and tokens ended.</summary>
    [LoggerMessage(1105, LogLevel.Information, "Account {UserId} was removed")]
    internal partial void PersonRemoved(string userId);

    /// <summary>A person allowed an app to act.</summary>
    [LoggerMessage(1201, LogLevel.Information, "{UserId} allowed {App}: {Scopes}")]
    public partial void ConsentGiven(string userId, string app, string scopes);

    /// <summary>A person did not allow an app to act.</summary>
    [LoggerMessage(1202, LogLevel.Information, "{UserId} did not allow {App}")]
    public partial void ConsentDenied(string userId, string app);

    /// <summary>A person took back what an app was allowed; its tokens for the person ended.</summary>
    [LoggerMessage(1203, LogLevel.Information, "{UserId} withdrew what {App} was allowed")]
    internal partial void ConsentWithdrawn(string userId, string app);

    /// <summary>An app got a token, for itself or for a person.</summary>
    [LoggerMessage(1301, LogLevel.Information, "{App} got a token for {Subject} by {Grant}")]
    internal partial void TokenIssued(string app, string subject, string grant);

    /// <summary>An app did not get a token.</summary>
    [LoggerMessage(1302, LogLevel.Information, "{App} got no token by {Grant} from {Address}: {Error}")]
    internal partial void GrantRefused(string app, string grant, IPAddress? address, string error);

    /// <summary>A code or refresh token came again: it may have been stolen. What came of it ended.</summary>
    [LoggerMessage(1303, LogLevel.Warning, "{App} used a {Kind} again, from {Address}; the grant ended")]
    internal partial void TokenReused(string app, string kind, IPAddress? address);

    /// <summary>An app ended a token.</summary>
    [LoggerMessage(1304, LogLevel.Information, "{App} revoked a token")]
    internal partial void TokenRevoked(string app);

    /// <summary>A client id and a secret do not belong together.</summary>
    [LoggerMessage(1305, LogLevel.Information, "Wrong credentials for {App} from {Address}")]
    internal partial void AppRefused(string app, IPAddress? address);

    /// <summary>A client secret was not looked at, because too many wrong ones came before.</summary>
    [LoggerMessage(1306, LogLevel.Warning, "Credentials throttled for {App} from {Address}")]
    internal partial void AppThrottled(string app, IPAddress? address);

    /// <summary>An app was made.</summary>
    [LoggerMessage(1401, LogLevel.Information, "App {App} was made")]
    internal partial void AppMade(string app);

    /// <summary>An app has a new secret; its tokens ended.</summary>
    [LoggerMessage(1402, LogLevel.Information, "The secret of {App} was replaced")]
    internal partial void SecretReplaced(string app);

    /// <summary>An app was removed; its tokens ended.</summary>
    [LoggerMessage(1403, LogLevel.Information, "App {App} was removed")]
    internal partial void AppRemoved(string app);
}
