using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Mxit.Web;

/// <summary>
/// A form with files that one of our own pages posted, read as it comes: the fields first, then one file after the other, none of
/// which is ever held as a whole. Fields behind the first file are not looked at.
/// </summary>
internal sealed class PostedFiles
{
    public const string KeyField = "key";
    public const string FileField = "file";

    private const int MaxBoundary = 128;
    private const int MaxFields = 8;
    private const int MaxFieldBytes = 8 * 1024;
    private const int BufferBytes = 64 * 1024;

    private readonly MultipartReader _reader;
    private MultipartSection? _next;

    private PostedFiles(MultipartReader reader, IFormCollection fields, MultipartSection? next) =>
        (_reader, Fields, _next) = (reader, fields, next);

    /// <summary>What stands before the files.</summary>
    public IFormCollection Fields { get; }

    public static string NewKey() => Guid.NewGuid().ToString("N");

    /// <summary>The key of a form; one that is not ours becomes a new one.</summary>
    public static string ReadKey(IFormCollection form) =>
        Guid.TryParseExact(form[KeyField], "N", out _) ? form[KeyField].ToString() : NewKey();

    /// <summary>Reads the fields; <see langword="null"/> when none of them proves that the form is ours. No file was read then.</summary>
    /// <exception cref="UnreadableFormException">It is no such form, or broke off.</exception>
    public static async Task<PostedFiles?> OpenOrNullAsync(HttpContext context, IAntiforgery antiforgery)
    {
        var reader = new MultipartReader(ReadBoundary(context.Request), context.Request.Body, BufferBytes);
        var fields = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        var section = await ReadOrNullAsync(reader, context.RequestAborted);
        while (section is not null && !ReadDisposition(section).IsFileDisposition())
        {
            if (fields.Count == MaxFields)
            {
                throw new UnreadableFormException();
            }

            fields[ReadDisposition(section).Name.ToString()] = await ReadFieldAsync(section.Body, context.RequestAborted);
            section = await ReadOrNullAsync(reader, context.RequestAborted);
        }

        // The check takes the fields from here; it would otherwise read the whole body for them.
        context.Request.Form = new FormCollection(fields);
        if (PostedForm.HoldsNul(context.Request.Form))
        {
            throw new UnreadableFormException();
        }

        return await antiforgery.IsRequestValidAsync(context) ? new PostedFiles(reader, context.Request.Form, section) : null;
    }

    /// <summary>The next file that was chosen; <see langword="null"/> after the last. The one before it is over.</summary>
    /// <exception cref="UnreadableFormException">The form broke off.</exception>
    public async Task<PostedFile?> NextOrNullAsync(CancellationToken cancellationToken)
    {
        while ((_next ?? await ReadOrNullAsync(_reader, cancellationToken)) is { } section)
        {
            _next = null;
            var disposition = ReadDisposition(section);
            if (disposition.IsFileDisposition() && HeaderUtilities.RemoveQuotes(disposition.Name) == FileField)
            {
                return new PostedFile(ReadName(disposition), section.ContentType, new PostedFileStream(section.Body));
            }
        }

        return null;
    }

    /// <summary>
    /// Reads what is left, as far as the request may be long, and forgets it: a browser that is answered before it has sent everything
    /// shows an error of its own instead of the page.
    /// </summary>
    public static async Task DrainAsync(HttpContext context)
    {
        try
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        }
        catch (IOException)
        {
            // It is too long, or broke off. Nobody needs it.
        }
    }

    private static string ReadBoundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= MaxBoundary } boundary
            ? boundary.ToString()
            : throw new UnreadableFormException();

    private static async Task<MultipartSection?> ReadOrNullAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancellationToken);
        }
        catch (Exception fault) when (UnreadableFormException.IsCausedBy(fault))
        {
            throw new UnreadableFormException(fault);
        }
    }

    private static ContentDispositionHeaderValue ReadDisposition(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            ? disposition
            : throw new UnreadableFormException();

    private static async Task<string> ReadFieldAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxFieldBytes + 1];
        await using var content = new PostedFileStream(body);
        var length = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= MaxFieldBytes ? Encoding.UTF8.GetString(buffer, 0, length) : throw new UnreadableFormException();
    }

    // Some browsers send the whole path, which is nobody's business. A quote is escaped by all of them, and nothing else that a
    // name may hold.
    private static string ReadName(ContentDispositionHeaderValue disposition)
    {
        var name = (disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
        return name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Replace("%22", "\"", StringComparison.Ordinal);
    }
}

/// <summary>A file of a form.</summary>
/// <param name="Name">Its name, without a path.</param>
/// <param name="ContentType">The media type that the browser gives it.</param>
/// <param name="Content">Its bytes, to be read before the next file is asked for.</param>
internal sealed record PostedFile(string Name, string? ContentType, Stream Content)
{
    /// <summary>Leaves the name out, which can tell about people.</summary>
    public override string ToString() => nameof(PostedFile);
}
