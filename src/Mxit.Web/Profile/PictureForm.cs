using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Mxit.Web.Profile;

/// <summary>
/// The form with a picture. ASP.NET Core stores a part longer than 64 KiB in a temporary file, so that large pictures need no
/// memory.
/// </summary>
internal static class PictureForm
{
    public const string FileField = "file";
    public const string RemoveField = "remove";

    private const int MaxFields = 8;
    private const int MaxFieldBytes = 8 * 1024;
    private const int MaxHeaderBytes = 8 * 1024;
    private const int MaxAroundFile = 64 * 1024;

    // A browser whose upload is aborted shows its own error. So a picture that is slightly too large is read to its end, and the
    // page shows the limit.
    private const int TimesRead = 3;

    /// <summary>Sets the maximum length of the form.</summary>
    public static void Limit(HttpContext context, int maxPictureBytes)
    {
        var maxBytes = ((long)maxPictureBytes * TimesRead) + MaxAroundFile;
        PostedForm.Limit(context, maxBytes);
        context.Features.Set<IFormFeature>(new FormFeature(context.Request, new FormOptions
        {
            ValueCountLimit = MaxFields,
            ValueLengthLimit = MaxFieldBytes,
            KeyLengthLimit = MaxFieldBytes,
            MultipartHeadersLengthLimit = MaxHeaderBytes,
            MultipartBodyLengthLimit = maxBytes,
        }));
    }
}
