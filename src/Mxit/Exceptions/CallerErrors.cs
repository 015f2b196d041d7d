using System.Runtime.CompilerServices;

namespace Mxit.Internal;

/// <summary>
/// Exceptions of code that the caller gave, such as a token store. Whatever their type, they say nothing of the connection or the server:
/// they are never translated, never taken for transient, and reach the caller as they are.
/// </summary>
internal static class CallerErrors
{
    // Remembered beside them, so that the caller gets the same objects, as they were thrown.
    private static readonly ConditionalWeakTable<Exception, object> Known = [];

    public static TException Add<TException>(TException error)
        where TException : Exception
    {
        Known.AddOrUpdate(error, Known);
        return error;
    }

    public static bool Contains(Exception error) => Known.TryGetValue(error, out _);
}
