using System.IO.Compression;
using System.Net;
using System.Text;

namespace Mxit.Tests.Support;

/// <summary>Answers in encodings that nobody asked for.</summary>
internal static class Encoded
{
    /// <summary>
    /// Applies encodings one after the other: <c>gzip, br</c>; <c>raw</c> is deflate without the frame of zlib.
    /// </summary>
    public static byte[] Bytes(byte[] content, string encodings) => encodings
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Aggregate(content, (bytes, encoding) => Apply(bytes, encoding.ToLowerInvariant()));

    public static byte[] Bytes(string text, string encodings) => Bytes(Encoding.UTF8.GetBytes(text), encodings);

    /// <summary>An answer with these bytes, and a header that says how they were encoded.</summary>
    public static HttpResponseMessage Reply(int status, byte[] bytes, string header, string contentType = "application/json")
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        content.Headers.TryAddWithoutValidation("Content-Encoding", header);
        return new HttpResponseMessage((HttpStatusCode)status) { Content = content };
    }

    private static byte[] Apply(byte[] content, string encoding)
    {
        var bytes = new MemoryStream();
        using (Stream? encoder = encoding switch
        {
            "gzip" or "x-gzip" => new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true),
            "deflate" => new ZLibStream(bytes, CompressionLevel.Optimal, leaveOpen: true),
            "raw" => new DeflateStream(bytes, CompressionLevel.Optimal, leaveOpen: true),
            "br" => new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true),
            _ => null,
        })
        {
            (encoder ?? bytes).Write(content);
            encoder?.Flush();
        }

        return bytes.ToArray();
    }
}
