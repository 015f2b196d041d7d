using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Mxit.Platform.Data;

namespace Mxit.Web;

/// <summary>Reads a form from one of our pages.</summary>
internal static class PostedForm
{
    /// <summary>The maximum number of bytes of a small form.</summary>
    public const int SmallBytes = 16 * 1024;

    /// <summary>Sets the maximum length of a form; a longer one cannot be read.</summary>
    public static void Limit(HttpContext context, long maxBytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxBytes;
        }
    }

    /// <summary>The form; <see langword="null"/> when it cannot be read or has no valid antiforgery token.</summary>
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
    /// The form without a check of its antiforgery token, to show its input again; <see langword="null"/> when it cannot be read.
    /// Do not act on it.
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

    /// <summary>Whether a field contains a character that databases refuse.</summary>
    public static bool HoldsNul(IFormCollection form) =>
        form.Any(
            field => field.Key.Contains('\0', StringComparison.Ordinal)
            || field.Value.ToString().Contains('\0', StringComparison.Ordinal));

    private static async Task<IFormCollection?> ReadAsync(HttpContext context) =>
        context.Request.HasFormContentType && await context.Request.ReadFormAsync(context.RequestAborted) is var form
        && !HoldsNul(form)
            ? form
            : null;

    // The character set of the request is not supported.
    private static bool IsUnreadable(Exception fault) =>
        fault is AntiforgeryValidationException or InvalidDataException or IOException or NotSupportedException
        && !FileFailure.IsCauseOf(fault);
}
