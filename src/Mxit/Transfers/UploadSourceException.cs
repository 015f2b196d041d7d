namespace Mxit.Internal;

/// <summary>An error of the caller's stream or file, kept apart from connection errors.</summary>
internal sealed class UploadSourceException(Exception source) : Exception(source.Message, source)
{
    /// <summary>The exception of the caller's stream or file, if it ended the call.</summary>
    public static Exception? SourceOf(Exception? failure)
    {
        while (failure is not (null or UploadSourceException))
        {
            failure = failure.InnerException;
        }

        return failure?.InnerException;
    }
}
