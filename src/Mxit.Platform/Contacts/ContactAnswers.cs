using Microsoft.AspNetCore.Http;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Contacts;

/// <summary>What both APIs answer about contacts.</summary>
internal static class ContactAnswers
{
    private static readonly string Filters = string.Join(", ", ContactFilter.Historic.Select(filter => filter.Value));

    /// <summary>The answer to a change.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="contact">The contact as the caller named it.</param>
    public static IResult Of(ContactOutcome outcome, string contact) => outcome switch
    {
        ContactOutcome.Done => ApiResults.Empty(),
        ContactOutcome.Unknown => ApiResults.Error(StatusCodes.Status404NotFound, $"Unknown contact: {contact}"),
        ContactOutcome.NotAContact => ApiResults.Error(StatusCodes.Status404NotFound, $"Not among your contacts: {contact}"),
        ContactOutcome.Self => ApiResults.Error(StatusCodes.Status400BadRequest, "Nobody can be their own contact."),
        ContactOutcome.NoInvite =>
            ApiResults.Error(StatusCodes.Status409Conflict, $"There is no invite to answer from {contact}."),
        ContactOutcome.GroupInvalid => ApiResults.Error(
            StatusCodes.Status400BadRequest,
            $"The name of a group has at most {ContactService.MaxGroupLength} characters, and no control characters."),
        _ => throw new InvalidOperationException($"There is no answer for {outcome}."),
    };

    public static IResult UnknownFilter() => ApiResults.Error(
        StatusCodes.Status400BadRequest, $"filter must be one of {Filters}.");

    public static IResult BadNumber(string name) => ApiResults.Error(
        StatusCodes.Status400BadRequest, $"{name} must be a whole number, 0 or more.");

    public static async Task<IResult> SuggestAsync(
        Caller caller, SuggestionService suggestions, string? count, CancellationToken cancellationToken) =>
        WholeNumber.TryRead(count, SuggestionService.DefaultCount, out var most)
            ? ApiResults.Value(
                await suggestions.SuggestAsync(caller.Id, Math.Min(most, SuggestionService.MaxCount), cancellationToken),
                ReplyJson.Wire.BasicProfileReplyArray)
            : BadNumber("count");
}
