using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Mxit.Web.Profile;

/// <summary>
/// The form that brings a picture. ASP.NET Core keeps what is longer than 64 KiB of it in a temporary file, so that large
/// pictures hold no memory.
/// </summary>
internal static class PictureForm
{
    public const string FileField = "file";
    public const string RemoveField = "remove";

    private const int MaxFields = 8;
    private const int MaxFieldBytes = 8 * 1024;
    private const int MaxHeaderBytes = 8 * 1024;
    private const int MaxAroundFile = 64 * 1024;

    // A browser whose upload is cut off shows an error of its own. So what is somewhat too large is read to its end, to say
    // how large it may be.
    private const int TimesRead = 3;

    /// <summary>Sets how much of the form is read.</summary>
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
