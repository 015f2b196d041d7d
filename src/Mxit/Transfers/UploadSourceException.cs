namespace Mxit.Internal;

/// <summary>
/// Carries a failure of the caller's own stream or file past those of the connection, so that it is not taken for one of them.
/// </summary>
internal sealed class UploadSourceException(Exception source) : Exception(source.Message, source)
{
    /// <summary>What the caller's stream or file threw, if that is what ended the call.</summary>
    public static Exception? SourceOf(Exception? failure)
    {
        while (failure is not (null or UploadSourceException))
        {
            failure = failure.InnerException;
        }

        return failure?.InnerException;
    }
}
