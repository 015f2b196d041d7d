using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Mxit.Platform;
using Mxit.Server;

namespace Mxit.Check.Checker;

/// <summary>
/// The server with a clock that can be moved from outside and stays moved over restarts. Only the time of day jumps, as on a real
/// machine: timers go on.
/// </summary>
public static class ClockHost
{
    /// <summary>What starts this program as the server.</summary>
    public const string Command = "clock-host";

    /// <summary>Moves the clock: <c>?seconds=</c> says how far it is to be ahead of the machine's.</summary>
    public const string ClockPath = "check/clock";

    public static async Task RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        var clock = new MovableClock();
        await using var app = MxitServer.Build(
            settings, builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        var file = Path.Combine(app.Services.GetRequiredService<ServerContext>().DataFolder, "check-clock");
        if (File.Exists(file))
        {
            clock.Offset = TimeSpan.FromSeconds(
                int.Parse(await File.ReadAllTextAsync(file, cancellationToken), CultureInfo.InvariantCulture));
        }

        app.MapPost(ClockPath, async (int seconds, CancellationToken stop) =>
        {
            await File.WriteAllTextAsync(file, seconds.ToString(CultureInfo.InvariantCulture), stop);
            clock.Offset = TimeSpan.FromSeconds(seconds);
            return Results.Ok();
        });
        await app.StartAsync(cancellationToken);
        await app.WaitForShutdownAsync(cancellationToken);
    }

    private sealed class MovableClock : TimeProvider
    {
        private long _offset;

        public TimeSpan Offset
        {
            get => TimeSpan.FromTicks(Volatile.Read(ref _offset));
            set => Volatile.Write(ref _offset, value.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
    }
}
