using System.Runtime.CompilerServices;

namespace Mxit.Internal;

/// <summary>
/// Exceptions of the caller's own code, such as a token store. They are never translated and never retried, whatever their type.
/// The caller gets the same exception object.
/// </summary>
internal static class CallerErrors
{
    // A table beside the exceptions: a wrapper would change the object that the caller gets.
    private static readonly ConditionalWeakTable<Exception, object> Known = [];

    public static TException Add<TException>(TException error)
        where TException : Exception
    {
        Known.AddOrUpdate(error, Known);
        return error;
    }

    public static bool Contains(Exception error) => Known.TryGetValue(error, out _);
}
