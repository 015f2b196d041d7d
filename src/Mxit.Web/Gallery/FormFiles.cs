using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Mxit.Platform.Gallery;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Media;

namespace Mxit.Web.Gallery;

/// <summary>Stores the files of a form. Each is independent: a refused file does not affect the others.</summary>
internal sealed class FormFiles(IAntiforgery antiforgery, IOptions<GallerySettings> settings, IOptions<MediaSettings> media)
{
    // A file that is too large is read to its end, so that the page can show the error; a much larger form is not.
    private const int TimesRead = 3;
    private const int MaxAroundFiles = 1024 * 1024;

    /// <summary>Stores the files of a posted form.</summary>
    /// <param name="context">The request.</param>
    /// <param name="place">The target of the files.</param>
    /// <param name="take">Stores one file under an idempotency key; returns the problem if it is refused.</param>
    public async Task<UploadReport> TakeAsync(
        HttpContext context, string place, Func<PostedFile, IFormCollection, IdempotencyKey, Task<PageProblem?>> take)
    {
        context.AllowUpload(media.Value.MinUploadBytesPerSecond);
        PostedForm.Limit(
            context, Math.Max(settings.Value.MaxPersonBytes, settings.Value.MaxFileBytes * TimesRead) + MaxAroundFiles);
        var report = new UploadReport();
        try
        {
            if (await PostedFiles.OpenOrNullAsync(context, antiforgery) is not { } form)
            {
                await PostedFiles.DrainAsync(context);
                report.Refuse(PageProblem.TooOld);
                return report;
            }

            var formKey = PostedFiles.ReadKey(form.Fields);
            while (await form.NextOrNullAsync(context.RequestAborted) is { } file)
            {
                report.Add(file.Name, await take(file, form.Fields, ToKey(formKey, report.Count, place, file.Name)));
            }

            if (report.Count == 0)
            {
                report.Refuse(FileProblem.NothingChosen);
            }
        }
        catch (UnreadableFormException fault)
        {
            report.Refuse(FileProblem.BrokenOff(fault.Status));
        }

        return report;
    }

    // A double click stores nothing twice. The name is part of the key, so that another file in the same form is a new one.
    private static IdempotencyKey ToKey(string formKey, int number, string place, string fileName)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{place}\n{fileName}"));
        return new IdempotencyKey($"page-{formKey}-{number}-{Convert.ToHexStringLower(hash.AsSpan(0, 16))}", []);
    }
}
