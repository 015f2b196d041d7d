using Microsoft.AspNetCore.Http;
using Mxit.Platform.Data;

namespace Mxit.Web;

/// <summary>A form cannot be read.</summary>
/// <param name="cause">The exception of the reader.</param>
internal sealed class UnreadableFormException(Exception? cause = null) : Exception("The form cannot be read.", cause)
{
    /// <summary>The status of the response.</summary>
    public int Status =>
        InnerException is BadHttpRequestException { StatusCode: var status } ? status : StatusCodes.Status400BadRequest;

    /// <summary>Whether an exception is caused by the request.</summary>
    public static bool IsCausedBy(Exception fault) =>
        fault is InvalidDataException or IOException && !FileFailure.IsCauseOf(fault);
}
