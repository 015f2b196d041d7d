using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Data;
using Mxit.Platform.Messages;
using Mxit.Server;

namespace Mxit.Check;

/// <summary>
/// Sends one message to very many people by a program of its own, which is killed in the middle, again and again, and started
/// again; then counts in the database what everybody has got.
/// </summary>
public static class BroadcastRun
{
    private const string Message = "To all of you";

    /// <summary>Runs it.</summary>
    public static async Task<BroadcastRunResult> RunAsync(
        string folder, string? postgres, int people, int kills, int seed, CancellationToken cancellationToken)
    {
        await Crowd.AddManyAsync(folder, postgres, people, cancellationToken);
        var checkpoint = Path.Combine(folder, "broadcast.json");
        var memory = new List<BroadcastMemory>();
        TimeSpan sending;
        TimeSpan delivery;
        await using (var server = await ServerProcess.StartAsync(folder, postgres, cancellationToken))
        {
            // Not for secrets: the same seed kills at the same places.
#pragma warning disable CA5394
            var random = new Random(seed);
            var places = Enumerable.Range(0, kills).Select(_ => (long)random.Next(people)).Order().ToList();
#pragma warning restore CA5394
            var watch = Stopwatch.StartNew();
            for (var life = 0; life <= kills; life++)
            {
                await SendAsync(
                    server.Address, people, checkpoint, life < kills ? places[life] : long.MaxValue, life, memory,
                    cancellationToken);
            }

            (sending, delivery) = (watch.Elapsed, await WaitAsync(folder, postgres, people, cancellationToken));
        }

        var (messages, entries, owners) = await CountAsync(folder, postgres, cancellationToken);
        return new BroadcastRunResult(memory, sending, delivery, messages, entries, owners);
    }

    private static async Task SendAsync(
        Uri server, int people, string checkpoint, long killAt, int life, List<BroadcastMemory> memory,
        CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Mxit.Check.dll"), BroadcastSender.Command, server.AbsoluteUri,
                people.ToString(CultureInfo.InvariantCulture), checkpoint,
            ])
        { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                var values = line.Split(' ').Select(value => long.Parse(value, CultureInfo.InvariantCulture)).ToList();
                memory.Add(new BroadcastMemory(life, values[0], values[2], values[3], values[4]));
                if (values[0] >= killAt)
                {
                    process.Kill();
                    await process.WaitForExitAsync(cancellationToken);
                    return;
                }
            }

            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0 || killAt != long.MaxValue)
            {
                throw new InvalidOperationException($"The sender ended by itself, with exit code {process.ExitCode}.");
            }
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static async Task<TimeSpan> WaitAsync(
        string folder, string? postgres, int people, CancellationToken cancellationToken)
    {
        // Less than everybody is a fault that waiting does not mend; so the wait ends when nothing comes any more.
        const int QuietRounds = 15;
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var (before, quiet, last) = (-1L, 0, TimeSpan.Zero);
        while (quiet < QuietRounds)
        {
            var (_, entries, _) = await CountAsync(folder, postgres, cancellationToken);
            (quiet, last) = entries == before ? (quiet + 1, last) : (0, watch.Elapsed);
            before = entries;
            if (entries >= people)
            {
                break;
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }

        return last;
    }

    private static async Task<(int Messages, long Entries, long Owners)> CountAsync(
        string folder, string? postgres, CancellationToken cancellationToken)
    {
        await using var app = MxitServer.Build([$"--Mxit:Server:DataFolder={folder}", .. Crowd.DatabaseSettings(postgres)]);
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<MxitDbContext>>()
            .CreateDbContextAsync(cancellationToken);
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        var crowd = context.Set<InboxEntry>().Where(
            entry => entry.PeerId == "demo" && entry.Incoming && entry.OwnerId.StartsWith("m2"));
        return (
            await context.Set<Message>().CountAsync(message => message.Body == Message, cancellationToken),
            await crowd.LongCountAsync(cancellationToken),
            await crowd.Select(entry => entry.OwnerId).Distinct().LongCountAsync(cancellationToken));
    }
}

/// <param name="Life">How often it was killed before.</param>
/// <param name="Done">How many recipients were settled.</param>
/// <param name="Resident">The memory of the sender, in KiB.</param>
/// <param name="Managed">Of it what the garbage collector counts, in KiB.</param>
/// <param name="Concurrency">How many requests it sent at once.</param>
public sealed record BroadcastMemory(int Life, long Done, long Resident, long Managed, long Concurrency);

/// <param name="Memory">What the sender used, over time.</param>
/// <param name="Sending">How long the sending took, with all lives.</param>
/// <param name="Delivery">How long the server was still delivering afterwards.</param>
/// <param name="Messages">How many messages the log has.</param>
/// <param name="Entries">How many entries all histories have together.</param>
/// <param name="Owners">How many people have one.</param>
public sealed record BroadcastRunResult(
    IReadOnlyList<BroadcastMemory> Memory, TimeSpan Sending, TimeSpan Delivery, int Messages, long Entries, long Owners);
