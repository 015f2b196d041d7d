using Microsoft.AspNetCore.Http;

namespace Mxit.Web.Messages;

/// <summary>What became of an answer.</summary>
/// <param name="Status">The status of the page that follows.</param>
/// <param name="Problem">Why it was not sent, for the person.</param>
internal readonly record struct ReplyResult(int Status, string? Problem)
{
    /// <summary>It is durable.</summary>
    public static ReplyResult Sent { get; } = new(StatusCodes.Status303SeeOther, null);

    /// <summary>There is nobody to answer.</summary>
    public static ReplyResult NotFound { get; } = new(StatusCodes.Status404NotFound, null);

    /// <summary>It cannot be sent as it is.</summary>
    public static ReplyResult Refused(string problem) => new(StatusCodes.Status400BadRequest, problem);

    /// <summary>It can be sent again as it is.</summary>
    public static ReplyResult Later(string problem) => new(StatusCodes.Status503ServiceUnavailable, problem);
}
