using Microsoft.AspNetCore.Http;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Contacts;

/// <summary>What both APIs answer about contacts.</summary>
internal static class ContactResults
{
    private static readonly string Filters = string.Join(", ", ContactFilter.Historic.Select(filter => filter.Value));

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
