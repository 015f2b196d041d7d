using System.Globalization;
using System.Net;
using System.Text;

namespace Mxit.Tests.Support;

/// <summary>Downloads whose connection breaks halfway, and their rests.</summary>
internal static class Parts
{
    /// <summary>The content whose connection breaks after half of it; or its rest.</summary>
    public static HttpResponseMessage Of(string content, int from)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        var rest = bytes[from..];
        var part = new HttpResponseMessage(from == 0 ? HttpStatusCode.OK : HttpStatusCode.PartialContent)
        {
            Content = new StreamContent(from == 0 ? new BreakingStream(bytes[..(bytes.Length / 2)]) : new MemoryStream(rest)),
        };
        part.Content.Headers.ContentLength = rest.Length;
        part.Headers.TryAddWithoutValidation("ETag", "\"1\"");
        if (from > 0)
        {
            part.Content.Headers.TryAddWithoutValidation(
                "Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{bytes.Length - 1}/{bytes.Length}"));
        }

        return part;
    }
}
