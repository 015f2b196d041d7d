using System.Net;
using Microsoft.AspNetCore.Http;

namespace Mxit.Platform.SignIn;

/// <summary>Where somebody signs in.</summary>
/// <param name="Address">The address of the client.</param>
/// <param name="DeviceCookie">What the browser has from earlier, unread; <see langword="null"/> when nothing.</param>
/// <param name="Way">How, for the log: a page, a grant.</param>
internal sealed record SignInPlace(IPAddress? Address, string? DeviceCookie, string Way)
{
    /// <summary>The place that a request comes from.</summary>
    public static SignInPlace Of(HttpContext context, string way)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new SignInPlace(context.Connection.RemoteIpAddress, SignInCookies.ReadDevice(context), way);
    }

    /// <summary>Leaves out what the browser has.</summary>
    public override string ToString() => $"{Address} by {Way}";
}
