namespace Mxit.Internal;

/// <summary>Errors of tasks that may not be awaited.</summary>
internal static class TaskErrors
{
    /// <summary>Prevents an error of the task from becoming an <see cref="TaskScheduler.UnobservedTaskException"/>.</summary>
    public static void Observe(Task task) => _ = task.ContinueWith(
        static ended => _ = ended.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
