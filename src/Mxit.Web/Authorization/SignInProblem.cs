using Microsoft.AspNetCore.Http;
using Mxit.Platform.SignIn;
using Mxit.Platform.Wire;

namespace Mxit.Web.Authorization;

/// <summary>The text of a failed sign-in.</summary>
internal static class SignInProblem
{
    public static (int Status, string Problem) Describe(
        HttpContext context, SignInResult result, string wrong = "The login or the password is wrong.")
    {
        if (result.RetryAfter is not { } wait)
        {
            return (StatusCodes.Status200OK, wrong);
        }

        ApiResults.SetRetryAfter(context.Response, wait);
        return (StatusCodes.Status429TooManyRequests, "Too many wrong passwords. Please try again in a minute.");
    }
}
