using Microsoft.AspNetCore.Http;
using Mxit.Platform;
using Mxit.Platform.Wire;

namespace Mxit.Web;

/// <summary>Why something was not done, as a text for the person.</summary>
/// <param name="Status">The status of the response.</param>
/// <param name="Text">The text for the person.</param>
internal sealed record PageProblem(int Status, string Text)
{
    public static PageProblem TooOld { get; } = new(StatusCodes.Status400BadRequest, "This page was too old. Please try again.");

    public static PageProblem NothingToDo { get; } = new(
        StatusCodes.Status400BadRequest, "This could not be read. Please try again.");

    /// <summary>The problem that a service has; <see langword="null"/> when it has none.</summary>
    public static PageProblem? OfOrNull(Refusal? refusal) =>
        refusal is null ? null : new PageProblem(ApiResults.StatusOf(refusal.Kind), refusal.Text);
}
