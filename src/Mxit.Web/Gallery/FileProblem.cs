using Microsoft.AspNetCore.Http;
using Mxit.Platform.FileOffers;
using Mxit.Platform.Gallery;
using Mxit.Platform.Pictures;

namespace Mxit.Web.Gallery;

/// <summary>Why an action on files was refused, as a text for the person.</summary>
/// <param name="Status">The status of the response.</param>
/// <param name="Text">The text for the person.</param>
internal sealed record FileProblem(int Status, string Text)
{
    public static FileProblem TooOld { get; } = new(StatusCodes.Status400BadRequest, "This page was too old. Please try again.");

    public static FileProblem NothingToDo { get; } = new(
        StatusCodes.Status400BadRequest, "This could not be read. Please try again.");

    public static FileProblem NothingChosen { get; } = new(StatusCodes.Status400BadRequest, "Please choose a file first.");

    public static FileProblem NoContact { get; } = new(
        StatusCodes.Status404NotFound, "Please choose somebody. Files are offered to people among your contacts.");

    private static FileProblem InUse { get; } = new(
        StatusCodes.Status409Conflict, "This is on its way already. Please look again in a moment.");

    private static FileProblem Mismatch { get; } = new(
        StatusCodes.Status409Conflict, "The page has brought another file of this name. Please choose this one again.");

    /// <summary>The form could not be read to its end.</summary>
    public static FileProblem BrokenOff(int status) => new(status, status switch
    {
        StatusCodes.Status413PayloadTooLarge => "This was too much at a time. Please send fewer files, or smaller ones.",
        StatusCodes.Status408RequestTimeout => "The connection was too slow, so that not everything came. Please try again.",
        _ => "Not everything came. Please try again.",
    });

    /// <summary>The problem with a change of the gallery; <see langword="null"/> when it is done.</summary>
    public static FileProblem? OfOrNull(GalleryResult result) => result.Outcome == GalleryOutcome.Done
        ? null
        : new FileProblem(
            result.Outcome switch
            {
                GalleryOutcome.Invalid => StatusCodes.Status400BadRequest,
                GalleryOutcome.NotFound => StatusCodes.Status404NotFound,
                GalleryOutcome.Full => StatusCodes.Status507InsufficientStorage,
                _ => throw new InvalidOperationException($"There is no status for {result.Outcome}."),
            },
            result.Text!);

    /// <summary>The problem with an upload; <see langword="null"/> when the file is stored.</summary>
    public static FileProblem? OfOrNull(GalleryResult result, long maxFileBytes) => result.Outcome switch
    {
        GalleryOutcome.TooLarge => TooLarge(maxFileBytes),
        GalleryOutcome.KeyInUse => InUse,
        GalleryOutcome.KeyMismatch => Mismatch,
        _ => OfOrNull(result),
    };

    /// <summary>The problem with an offer; <see langword="null"/> when it is made.</summary>
    public static FileProblem? OfOrNull(OfferResult result, long maxFileBytes) => result.Outcome switch
    {
        OfferOutcome.Done => null,
        OfferOutcome.NotFound => new(StatusCodes.Status404NotFound, "This file is not in your gallery any more."),
        OfferOutcome.Forbidden => new(StatusCodes.Status403Forbidden, "This file cannot be passed on."),
        OfferOutcome.TooLarge => TooLarge(maxFileBytes),
        OfferOutcome.MetadataStays => new(
            StatusCodes.Status415UnsupportedMediaType,
            $"{result.Text} To send it all the same, offer it from its page in your gallery, with “{FileText.KeepMetadata}”."),
        OfferOutcome.Full => new(StatusCodes.Status507InsufficientStorage, result.Text!),
        OfferOutcome.KeyInUse => InUse,
        OfferOutcome.KeyMismatch => Mismatch,
        OfferOutcome.Later => new(
            StatusCodes.Status503ServiceUnavailable, "This could not be sent at the moment. Please try again in a few seconds."),
        _ => new(StatusCodes.Status400BadRequest, result.Text!),
    };

    /// <summary>The problem with accepting or declining an offer; <see langword="null"/> when it is done.</summary>
    public static FileProblem? OfOrNull(OfferAnswer answer) => answer.Outcome switch
    {
        OfferOutcome.Done => null,
        OfferOutcome.NotFound => new(StatusCodes.Status404NotFound, "There is no such offer, or not any more."),
        OfferOutcome.Full => new(StatusCodes.Status507InsufficientStorage, answer.Text!),
        OfferOutcome.Answered => new(StatusCodes.Status409Conflict, answer.Text!),
        OfferOutcome.Over => new(StatusCodes.Status410Gone, answer.Text!),
        _ => throw new InvalidOperationException($"There are no words for {answer.Outcome}."),
    };

    /// <summary>The problem with a picture of the person; <see langword="null"/> when the picture is set.</summary>
    public static FileProblem? OfOrNull(SetPictureResult result) => result.Outcome switch
    {
        SetPictureOutcome.Done => null,
        SetPictureOutcome.TooLarge => new(StatusCodes.Status413PayloadTooLarge, result.Text!),
        SetPictureOutcome.Overloaded => new(StatusCodes.Status503ServiceUnavailable, result.Text!),
        SetPictureOutcome.StorageFull => new(StatusCodes.Status507InsufficientStorage, result.Text!),
        _ => new(StatusCodes.Status400BadRequest, result.Text!),
    };

    private static FileProblem TooLarge(long maxFileBytes) => new(
        StatusCodes.Status413PayloadTooLarge, $"This is too large; a file may have {FileText.Size(maxFileBytes)} at most.");
}
