using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;
using Mxit.Platform.Media;

namespace Mxit.Web.Profile;

/// <summary>Renders the page of a person's own profile.</summary>
internal sealed class ProfilePages(
    FrameReader frames, PersonDirectory people, IOptions<MediaSettings> settings)
{
    /// <summary>The page with current data, after a change of its model.</summary>
    public async Task<IResult> ShowAsync(
        HttpContext context, string userId, Func<ProfileModel, ProfileModel> change, int status = StatusCodes.Status200OK)
    {
        // The account has just been removed; the session ends within seconds.
        if (await people.FindByUserIdOrNullAsync(userId, context.RequestAborted) is not { } person)
        {
            return PageResults.RedirectToSignInAfterForm(context, ProfileUrl.Own);
        }

        var model = new ProfileModel
        {
            Frame = await frames.ReadAsync(context, userId),
            Login = person.Login,
            Fields = ProfileFields.Of(person),
            MaxPictureBytes = settings.Value.MaxPictureBytes,
        };
        PageHeaders.Apply(context, ownScript: true);
        return new RazorComponentResult<ProfilePage>(new { Model = change(model) }) { StatusCode = status };
    }
}
