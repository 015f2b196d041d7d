using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Mxit.Web;

/// <summary>
/// A form with files from one of our pages, read as a stream: first the fields, then one file after the other. A file is never
/// buffered as a whole. Fields after the first file are ignored.
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

    /// <summary>The fields before the files.</summary>
    public IFormCollection Fields { get; }

    public static string NewKey() => Guid.NewGuid().ToString("N");

    /// <summary>The key of a form; an invalid one is replaced by a new one.</summary>
    public static string ReadKey(IFormCollection form) =>
        Guid.TryParseExact(form[KeyField], "N", out _) ? form[KeyField].ToString() : NewKey();

    /// <summary>Reads the fields; <see langword="null"/> without a valid antiforgery token. No file is read then.</summary>
    /// <exception cref="UnreadableFormException">The request is not such a form, or is truncated.</exception>
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

        // The antiforgery check uses these fields; otherwise it would read the complete body.
        context.Request.Form = new FormCollection(fields);
        if (PostedForm.HoldsNul(context.Request.Form))
        {
            throw new UnreadableFormException();
        }

        return await antiforgery.IsRequestValidAsync(context) ? new PostedFiles(reader, context.Request.Form, section) : null;
    }

    /// <summary>
    /// The next chosen file; <see langword="null"/> after the last one. The previous one cannot be read any more.
    /// </summary>
    /// <exception cref="UnreadableFormException">The form is truncated.</exception>
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
    /// Reads and discards the rest, up to the maximum length of the request. Otherwise the browser gets the response before it
    /// has sent everything, and shows its own error instead of the page.
    /// </summary>
    public static async Task DrainAsync(HttpContext context)
    {
        try
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        }
        catch (IOException)
        {
            // The rest is too long or truncated, and not needed.
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

    // Some browsers send the complete path, which is private. All browsers escape quotes, and no other characters.
    private static string ReadName(ContentDispositionHeaderValue disposition)
    {
        var name = (disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
        return name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Replace("%22", "\"", StringComparison.Ordinal);
    }
}

/// <summary>A file of a form.</summary>
/// <param name="Name">Its name, without a path.</param>
/// <param name="ContentType">The content type of the browser.</param>
/// <param name="Content">Its bytes. Read them before the next file.</param>
internal sealed record PostedFile(string Name, string? ContentType, Stream Content)
{
    /// <summary>Without the name, which can be personal.</summary>
    public override string ToString() => nameof(PostedFile);
}
