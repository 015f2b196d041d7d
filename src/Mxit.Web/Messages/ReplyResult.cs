using Microsoft.AspNetCore.Http;

namespace Mxit.Web.Messages;

/// <summary>The result of sending a reply.</summary>
/// <param name="Status">The status of the response.</param>
/// <param name="Problem">The reason of a refusal, for the person.</param>
internal readonly record struct ReplyResult(int Status, string? Problem)
{
    /// <summary>The message is durable.</summary>
    public static ReplyResult Sent { get; } = new(StatusCodes.Status303SeeOther, null);

    /// <summary>The other side does not exist.</summary>
    public static ReplyResult NotFound { get; } = new(StatusCodes.Status404NotFound, null);

    /// <summary>The message cannot be sent.</summary>
    public static ReplyResult Refused(string problem) => new(StatusCodes.Status400BadRequest, problem);

    /// <summary>The message can be sent again, unchanged.</summary>
    public static ReplyResult Later(string problem) => new(StatusCodes.Status503ServiceUnavailable, problem);
}
