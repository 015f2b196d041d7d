using Alias = System.DateTime;

namespace Mxit.Conventions.Tests;

/// <summary>What <see cref="ClockTests"/> must find, and what it must let pass.</summary>
internal static class ClockExamples
{
    internal static class Bad
    {
        public static DateTime Local() => DateTime.Now;

        public static DateTime Utc() => Alias.UtcNow;

        public static DateTime Today() => DateTime.Today;

        public static DateTimeOffset Offset() => DateTimeOffset.UtcNow;

        public static Func<DateTime> Lambda() => () => DateTime.UtcNow;

        public static async Task<DateTime> AsyncBody()
        {
            await Task.Yield();
            return DateTime.UtcNow;
        }

        public static Task Delay(CancellationToken stop) => Task.Delay(TimeSpan.FromSeconds(1), stop);

        public static Task DelayMilliseconds() => Task.Delay(5);

        public static Task<int> Wait(Task<int> task) => task.WaitAsync(TimeSpan.FromSeconds(1));

        public static void Sleep() => Thread.Sleep(1);

        public static Timer OldTimer() => new(_ => { });

        public static PeriodicTimer Periodic() => new(TimeSpan.FromSeconds(1));

        public static CancellationTokenSource Cancellation() => new(TimeSpan.FromSeconds(1));
    }

    internal static class Good
    {
        // DateTime.UtcNow in a comment is no use of the clock
        public static string Text() => "DateTime.UtcNow";

        public static DateTimeOffset Now(TimeProvider time) => time.GetUtcNow();

        public static Task Delay(TimeProvider time, CancellationToken stop) => Task.Delay(TimeSpan.FromSeconds(1), time, stop);

        public static Task Wait(Task task, CancellationToken stop) => task.WaitAsync(stop);

        public static PeriodicTimer Periodic(TimeProvider time) => new(TimeSpan.FromSeconds(1), time);

        public static CancellationTokenSource Cancellation(TimeProvider time) => new(TimeSpan.FromSeconds(1), time);

        public static CancellationTokenSource WithoutDeadline() => new();
    }
}
