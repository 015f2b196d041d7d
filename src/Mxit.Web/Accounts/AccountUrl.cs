namespace Mxit.Web.Accounts;

/// <summary>The addresses of the page with password, sessions and allowed apps.</summary>
internal static class AccountUrl
{
    public const string Own = "/account";
    public const string Password = "/account/password";
    public const string EndSession = "/account/sessions/end";
    public const string SignOutEverywhere = "/account/sign-out-everywhere";
    public const string WithdrawApp = "/account/apps/withdraw";

    /// <summary>The page after a change of the password.</summary>
    public const string PasswordChanged = "/account?changed=password";
}
