using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Mxit.Platform.Media;
using Mxit.Platform.Profiles;

namespace Mxit.Web.Profile;

/// <summary>Makes the page of a person's own profile.</summary>
internal sealed class ProfilePages(
    FrameReader frames, PersonDirectory people, IOptions<MediaSettings> settings)
{
    /// <summary>The page, as the person's profile is and then changed.</summary>
    public async Task<IResult> ShowAsync(
        HttpContext context, string userId, Func<ProfileModel, ProfileModel> change, int status = StatusCodes.Status200OK)
    {
        // Removed in this moment: the session ends within seconds.
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
