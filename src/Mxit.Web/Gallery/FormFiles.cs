using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Mxit.Platform.Gallery;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Media;

namespace Mxit.Web.Gallery;

/// <summary>Takes the files that a form brings, each for itself: one that is refused keeps no other out.</summary>
internal sealed class FormFiles(IAntiforgery antiforgery, IOptions<GallerySettings> settings, IOptions<MediaSettings> media)
{
    // What is too large is read to its end all the same, to say so on the page; what is far too large is not.
    private const int TimesRead = 3;
    private const int MaxAroundFiles = 1024 * 1024;

    /// <summary>Takes the files of the form that was posted.</summary>
    /// <param name="context">The request.</param>
    /// <param name="place">Where the files go.</param>
    /// <param name="take">Takes one file, under a key; tells why it was not taken.</param>
    public async Task<UploadReport> TakeAsync(
        HttpContext context, string place, Func<PostedFile, IFormCollection, IdempotencyKey, Task<FileProblem?>> take)
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
                report.Refuse(FileProblem.TooOld);
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

    // A double click brings nothing twice. The name is part of the key: who goes back and chooses another file in the same form
    // means another file.
    private static IdempotencyKey ToKey(string formKey, int number, string place, string fileName)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{place}\n{fileName}"));
        return new IdempotencyKey($"page-{formKey}-{number}-{Convert.ToHexStringLower(hash.AsSpan(0, 16))}", []);
    }
}
