using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Mxit.Platform.Authorization;
using Mxit.Platform.Sessions;

namespace Mxit.Web.Accounts;

/// <summary>Renders the page with password, sessions and allowed apps.</summary>
internal sealed class AccountPages(FrameReader frames, SessionService sessions, AllowedAppService apps)
{
    /// <summary>The page with current data, after a change of its model.</summary>
    public async Task<IResult> ShowAsync(
        HttpContext context, string userId, Func<AccountModel, AccountModel> change, int status = StatusCodes.Status200OK)
    {
        var model = new AccountModel
        {
            Frame = await frames.ReadAsync(context, userId),
            Sessions = await sessions.ListAsync(userId, context.User, context.RequestAborted),
            Apps = await apps.ListAsync(userId, context.RequestAborted),
        };
        PageHeaders.Apply(context);
        return new RazorComponentResult<AccountPage>(new { Data = change(model) }) { StatusCode = status };
    }

    /// <summary>The page with the reason of a refusal.</summary>
    public Task<IResult> RefuseAsync(HttpContext context, string userId, string problem, int status) =>
        ShowAsync(context, userId, model => model with { Problem = problem }, status);
}
