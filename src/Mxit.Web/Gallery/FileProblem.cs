using Microsoft.AspNetCore.Http;
using Mxit.Platform;
using Mxit.Platform.Wire;

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

    /// <summary>The problem that a service has; <see langword="null"/> when it has none.</summary>
    public static FileProblem? OfOrNull(Refusal? refusal) =>
        refusal is null ? null : new FileProblem(ApiResults.StatusOf(refusal.Kind), refusal.Text);

    /// <summary>The problem with an upload; <see langword="null"/> when the file is stored.</summary>
    public static FileProblem? OfOrNull(Refusal? refusal, long maxFileBytes) => refusal?.Kind switch
    {
        RefusalKind.TooLarge => new FileProblem(
            StatusCodes.Status413PayloadTooLarge, $"This is too large; a file may have {FileText.Size(maxFileBytes)} at most."),
        RefusalKind.KeyInUse => InUse,
        RefusalKind.KeyMismatch => Mismatch,
        _ => OfOrNull(refusal),
    };

    /// <summary>The problem with an offer; <see langword="null"/> when it is made.</summary>
    public static FileProblem? OfOfferOrNull(Refusal? refusal, long maxFileBytes) => refusal?.Kind switch
    {
        RefusalKind.NotFound => new(StatusCodes.Status404NotFound, "This file is not in your gallery any more."),
        RefusalKind.Forbidden => new(StatusCodes.Status403Forbidden, "This file cannot be passed on."),
        RefusalKind.MetadataStays => new(
            StatusCodes.Status415UnsupportedMediaType,
            $"{refusal.Text} To send it all the same, offer it from its page in your gallery, with “{FileText.KeepMetadata}”."),
        RefusalKind.Overloaded or RefusalKind.NotStored => new(
            StatusCodes.Status503ServiceUnavailable, "This could not be sent at the moment. Please try again in a few seconds."),
        _ => OfOrNull(refusal, maxFileBytes),
    };

    /// <summary>The problem with an answer to an offer; <see langword="null"/> when it is done.</summary>
    public static FileProblem? OfAnswerOrNull(Refusal? refusal) => refusal?.Kind == RefusalKind.NotFound
        ? new FileProblem(StatusCodes.Status404NotFound, "There is no such offer, or not any more.")
        : OfOrNull(refusal);
}
