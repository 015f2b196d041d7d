using Microsoft.AspNetCore.Http;
using Mxit.Platform.Contacts;

namespace Mxit.Web.People;

/// <summary>Why a change of contacts was refused, as a text for the person.</summary>
/// <param name="Status">The status of the response.</param>
/// <param name="Text">The text for the person.</param>
internal sealed record ContactProblem(int Status, string Text)
{
    public static ContactProblem TooOld { get; } = new(
        StatusCodes.Status400BadRequest, "This page was too old. Please try again.");

    public static ContactProblem NothingToDo { get; } = new(
        StatusCodes.Status400BadRequest, "This could not be read. Please try again.");

    /// <summary>The problem with an outcome; <see langword="null"/> when it is done.</summary>
    public static ContactProblem? OfOrNull(ContactOutcome? outcome) => outcome switch
    {
        ContactOutcome.Done => null,
        null => NothingToDo,
        ContactOutcome.Unknown => new(StatusCodes.Status404NotFound, "There is no person and no app of this name."),
        ContactOutcome.NotAContact => new(StatusCodes.Status404NotFound, "This is not among your contacts any more."),
        ContactOutcome.Self => new(StatusCodes.Status400BadRequest, "That is you. Nobody can be their own contact."),
        ContactOutcome.NoInvite => new(
            StatusCodes.Status409Conflict, "There is no invite to answer any more. Perhaps it was taken back."),
        ContactOutcome.GroupInvalid => new(
            StatusCodes.Status400BadRequest,
            $"The name of a group has at most {ContactService.MaxGroupLength} characters, all on one line."),
        _ => throw new InvalidOperationException($"There are no words for {outcome}."),
    };
}
