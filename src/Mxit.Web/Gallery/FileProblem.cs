using Microsoft.AspNetCore.Http;
using Mxit.Platform;

namespace Mxit.Web.Gallery;

/// <summary>Why an action on files is not done, in words for people who look at a page.</summary>
internal static class FileProblem
{
    public static PageProblem NothingChosen { get; } = new(StatusCodes.Status400BadRequest, "Please choose a file first.");

    public static PageProblem NoContact { get; } = new(
        StatusCodes.Status404NotFound, "Please choose somebody. Files are offered to people among your contacts.");

    private static PageProblem InUse { get; } = new(
        StatusCodes.Status409Conflict, "This is on its way already. Please look again in a moment.");

    private static PageProblem Mismatch { get; } = new(
        StatusCodes.Status409Conflict, "The page has brought another file of this name. Please choose this one again.");

    /// <summary>The form could not be read to its end.</summary>
    public static PageProblem BrokenOff(int status) => new(status, status switch
    {
        StatusCodes.Status413PayloadTooLarge => "This was too much at a time. Please send fewer files, or smaller ones.",
        StatusCodes.Status408RequestTimeout => "The connection was too slow, so that not everything came. Please try again.",
        _ => "Not everything came. Please try again.",
    });

    /// <summary>The problem with an upload; <see langword="null"/> when the file is stored.</summary>
    public static PageProblem? OfUploadOrNull(Refusal? refusal, long maxFileBytes) => refusal?.Kind switch
    {
        RefusalKind.TooLarge => new PageProblem(
            StatusCodes.Status413PayloadTooLarge, $"This is too large; a file may have {FileText.Size(maxFileBytes)} at most."),
        RefusalKind.KeyInUse => InUse,
        RefusalKind.KeyMismatch => Mismatch,
        _ => PageProblem.OfOrNull(refusal),
    };

    /// <summary>The problem with an offer; <see langword="null"/> when it is made.</summary>
    public static PageProblem? OfOfferOrNull(Refusal? refusal, long maxFileBytes) => refusal?.Kind switch
    {
        RefusalKind.NotFound => new(StatusCodes.Status404NotFound, "This file is not in your gallery any more."),
        RefusalKind.Forbidden => new(StatusCodes.Status403Forbidden, "This file cannot be passed on."),
        RefusalKind.MetadataStays => new(
            StatusCodes.Status415UnsupportedMediaType,
            $"{refusal.Text} To send it all the same, offer it from its page in your gallery, with “{FileText.KeepMetadata}”."),
        RefusalKind.Overloaded or RefusalKind.NotStored => new(
            StatusCodes.Status503ServiceUnavailable, "This could not be sent at the moment. Please try again in a few seconds."),
        _ => OfUploadOrNull(refusal, maxFileBytes),
    };

    /// <summary>The problem with a response to an offer; <see langword="null"/> when it is done.</summary>
    public static PageProblem? OfAnswerOrNull(Refusal? refusal) => refusal?.Kind == RefusalKind.NotFound
        ? new PageProblem(StatusCodes.Status404NotFound, "There is no such offer, or not any more.")
        : PageProblem.OfOrNull(refusal);
}
