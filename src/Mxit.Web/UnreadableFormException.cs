using Microsoft.AspNetCore.Http;
using Mxit.Platform.Data;

namespace Mxit.Web;

/// <summary>A form cannot be read, or not to its end.</summary>
/// <param name="cause">What reading it said.</param>
internal sealed class UnreadableFormException(Exception? cause = null) : Exception("The form cannot be read.", cause)
{
    /// <summary>The status of the page that says so.</summary>
    public int Status => InnerException is BadHttpRequestException { StatusCode: var status } ? status : StatusCodes.Status400BadRequest;

    /// <summary>Whether a fault is one of what was sent.</summary>
    public static bool IsCausedBy(Exception fault) => fault is InvalidDataException or IOException && !FileFailure.IsCauseOf(fault);
}
