namespace Mxit.Web.Accounts;

/// <summary>The addresses of the page about how a person gets in.</summary>
internal static class AccountUrl
{
    public const string Own = "/account";
    public const string Password = "/account/password";
    public const string EndSession = "/account/sessions/end";
    public const string SignOutEverywhere = "/account/sign-out-everywhere";
    public const string WithdrawApp = "/account/apps/withdraw";

    /// <summary>The page that says that the password was changed.</summary>
    public const string PasswordChanged = "/account?changed=password";
}
