using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Mxit.Platform.Data;

namespace Mxit.Web;

/// <summary>Reads a form that one of our own pages posted.</summary>
internal static class PostedForm
{
    /// <summary>The most bytes of a form with a few names and a choice in it.</summary>
    public const int SmallBytes = 16 * 1024;

    /// <summary>Limits what may be posted; a form that is longer cannot be read.</summary>
    public static void Limit(HttpContext context, long maxBytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxBytes;
        }
    }

    /// <summary>The form; <see langword="null"/> when it cannot be read or did not come from one of our pages.</summary>
    public static async Task<IFormCollection?> ReadOrNullAsync(HttpContext context, IAntiforgery antiforgery)
    {
        try
        {
            return await ReadAsync(context) is { } form && await antiforgery.IsRequestValidAsync(context) ? form : null;
        }
        catch (Exception fault) when (IsUnreadable(fault))
        {
            return null;
        }
    }

    /// <summary>
    /// The form, whoever made it, to show what was typed once more; <see langword="null"/> when it cannot be read.
    /// Nothing may be done because of it.
    /// </summary>
    public static async Task<IFormCollection?> ReadUnprovenOrNullAsync(HttpContext context)
    {
        try
        {
            return await ReadAsync(context);
        }
        catch (Exception fault) when (IsUnreadable(fault))
        {
            return null;
        }
    }

    /// <summary>Whether a field holds what no text may have and not every database takes.</summary>
    public static bool HoldsNul(IFormCollection form) =>
        form.Any(field => field.Key.Contains('\0', StringComparison.Ordinal) || field.Value.ToString().Contains('\0', StringComparison.Ordinal));

    private static async Task<IFormCollection?> ReadAsync(HttpContext context) =>
        context.Request.HasFormContentType && await context.Request.ReadFormAsync(context.RequestAborted) is var form && !HoldsNul(form)
            ? form
            : null;

    // Not supported is the character set that the request names.
    private static bool IsUnreadable(Exception fault) =>
        fault is AntiforgeryValidationException or InvalidDataException or IOException or NotSupportedException
        && !FileFailure.IsCauseOf(fault);
}
