namespace Mxit.Internal;

/// <summary>Errors of work that nobody may wait for.</summary>
internal static class TaskErrors
{
    /// <summary>Sees to it that an error of the task never becomes an <see cref="TaskScheduler.UnobservedTaskException"/>.</summary>
    public static void Observe(Task task) => _ = task.ContinueWith(
        static ended => _ = ended.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
