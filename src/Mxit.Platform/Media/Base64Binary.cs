using System.Text;
using System.Xml;
using Mxit.Media.Headers;

namespace Mxit.Platform.Media;

/// <summary>
/// The old form of an upload: a document with one element that holds the file in base64. Source: wire document, sections 4.12 and
/// 6, M6.
/// </summary>
internal sealed class Base64Binary(UploadReader uploads)
{
    private const string Element = "base64Binary";
    private const string Namespace = "http://schemas.microsoft.com/2003/10/Serialization/";

    /// <summary>The file in a document of the old form; <see langword="null"/> when the upload is none.</summary>
    /// <param name="upload">The upload, from its start; it stands there again afterwards.</param>
    /// <param name="maxBytes">The longest document, and the longest file, to accept.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="Base64BinaryException">The document is damaged.</exception>
    /// <exception cref="MediaTooLargeException">The file is longer than <paramref name="maxBytes"/>.</exception>
    /// <exception cref="MediaStorageFullException">There is no room for the file.</exception>
    public async Task<Stream?> UnwrapOrNullAsync(Stream upload, long maxBytes, CancellationToken cancellationToken)
    {
        if (!await LooksLikeItAsync(upload, cancellationToken))
        {
            return null;
        }

        using var reader = XmlReader.Create(upload, new XmlReaderSettings
        {
            Async = true,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = maxBytes,
            CloseInput = false,
        });
        try
        {
            if (await reader.MoveToContentAsync() != XmlNodeType.Element
                || reader.LocalName != Element || reader.NamespaceURI is not (Namespace or ""))
            {
                return null;
            }

            var buffer = new byte[16 * 1024];
            return await uploads.ReadAsync(
                async (target, _) =>
                {
                    var read = await reader.ReadElementContentAsBase64Async(buffer, 0, Math.Min(buffer.Length, target.Length));
                    buffer.AsMemory(0, read).CopyTo(target);
                    return read;
                },
                maxBytes,
                cancellationToken);
        }
        catch (Exception fault) when (fault is XmlException or FormatException)
        {
            throw new Base64BinaryException(
                $"The XML document is not a {Element} element with a file in base64; better send the bytes of the file as " +
                $"they are.");
        }
        finally
        {
            upload.Position = 0;
        }
    }

    private static async Task<bool> LooksLikeItAsync(Stream upload, CancellationToken cancellationToken)
    {
        var start = new byte[FormatDetector.Length];
        var length = await upload.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        upload.Position = 0;
        var encoding = start[0] is 0xFE or 0xFF ? Encoding.Unicode : Encoding.UTF8;
        return FormatDetector.FindOrNull(start.AsSpan(0, length)) is null
            && (encoding.GetString(start, 0, length).Contains(Element, StringComparison.Ordinal)
                || Encoding.BigEndianUnicode.GetString(start, 0, length).Contains(Element, StringComparison.Ordinal));
    }
}

/// <summary>A document of the old form is damaged.</summary>
/// <param name="message">For the sender.</param>
internal sealed class Base64BinaryException(string message) : Exception(message);
