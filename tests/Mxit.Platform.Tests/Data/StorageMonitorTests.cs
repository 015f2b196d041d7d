using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Data;
using Mxit.Platform.Media;
using Mxit.Platform.Tests.Kit;
using Mxit.TestKit;

namespace Mxit.Platform.Tests.Data;

/// <summary>What is made of failures of the database: told once, until it can be used again.</summary>
public sealed class StorageMonitorTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Readiness _readiness = new();
    private readonly UnrealDatabase _database = new();
    private readonly Lines _log = new();

    public static TheoryData<Exception, string?> Exceptions => new()
    {
        { new UnrealException(StorageFailure.DatabaseFull), nameof(StorageFailure.DatabaseFull) },
        { new DbUpdateException("wrapped", new UnrealException(StorageFailure.ReadOnly)), nameof(StorageFailure.ReadOnly) },
        { new InvalidOperationException("twice", new DbUpdateException("wrapped", new UnrealException(StorageFailure.Busy))),
            nameof(StorageFailure.Busy) },
        { new AggregateException(new InvalidOperationException(), new UnrealException(StorageFailure.Missing)),
            nameof(StorageFailure.Missing) },
        { new MediaStorageFullException(new IOException("No space left on device", 28)), nameof(StorageFailure.FilesFull) },
        { new IOException("Disk quota exceeded", 122), nameof(StorageFailure.FilesFull) },
        { new CryptographicException("no key", new IOException("Read-only file system", 30)),
            nameof(StorageFailure.FilesUnavailable) },
        { new IOException("Input/output error", 5), nameof(StorageFailure.FilesUnavailable) },
        { new DirectoryNotFoundException(), nameof(StorageFailure.FilesUnavailable) },
        { new UnauthorizedAccessException(), nameof(StorageFailure.FilesUnavailable) },

        // Faults of connections, of statements, of the program, and requests that are given up.
        { new IOException("Connection reset by peer", 104), null },
        { new DbUpdateException("a key that is there already", new UnrealException((StorageFailure)(-1))), null },
        { new InvalidOperationException(), null },
        { new OperationCanceledException("gone", new UnrealException(StorageFailure.Unavailable)), null },
    };

    [Theory, MemberData(nameof(Exceptions))]
    public void A_failure_is_found_however_deep_it_is(Exception exception, string? failure) =>
        Assert.Equal(failure, Monitor().Report(exception)?.ToString());

    [Theory]
    [InlineData(nameof(StorageFailure.Unavailable))]
    [InlineData(nameof(StorageFailure.DatabaseFull))]
    [InlineData(nameof(StorageFailure.ReadOnly))]
    [InlineData(nameof(StorageFailure.Missing))]
    [InlineData(nameof(StorageFailure.Damaged))]
    [InlineData(nameof(StorageFailure.DiskError))]
    public async Task What_keeps_the_server_from_its_work_makes_it_not_ready_and_is_told_once_until_it_is_over(
        string nameOfFailure)
    {
        var failure = Enum.Parse<StorageFailure>(nameOfFailure);
        using var monitor = Monitor();
        _database.Probe = _ => throw new UnrealException(failure);
        for (var n = 0; n < 50; n++)
        {
            monitor.Report(new UnrealException(failure));
            await monitor.CheckAsync(default);
        }

        var waiting = monitor.WaitUntilUsableAsync(default);
        Assert.Equal([failure.Describe()], _readiness.Faults);
        Assert.Equal(
            $"Error {failure.Describe()} Requests that need it are refused until it can be used again.",
            Assert.Single(_log.Texts));
        Assert.False(waiting.IsCompleted);

        _database.Probe = forWriting => forWriting ? Task.FromResult<StorageFailure?>(null) : throw new UnrealException(failure);
        _clock.Advance(TimeSpan.FromMinutes(2));
        await monitor.CheckAsync(default);
        await waiting;
        Assert.Empty(_readiness.Faults);
        Assert.Equal("Information The database can be used again.", _log.Texts[1]);
    }

    [Theory]
    [InlineData(nameof(StorageFailure.Busy))]
    [InlineData(nameof(StorageFailure.FilesFull))]
    [InlineData(nameof(StorageFailure.FilesUnavailable))]
    public void What_others_need_not_notice_leaves_the_server_ready_and_is_told_once_a_minute(string nameOfFailure)
    {
        var failure = Enum.Parse<StorageFailure>(nameOfFailure);
        using var monitor = Monitor();
        for (var second = 0; second < 150; second++)
        {
            Assert.Equal(failure, monitor.Report(new UnrealException(failure)));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Empty(_readiness.Faults);
        Assert.True(monitor.WaitUntilUsableAsync(default).IsCompleted);
        Assert.Equal(3, _log.Texts.Count);
    }

    [Fact]
    public async Task A_failure_that_comes_and_goes_is_not_told_each_time()
    {
        using var monitor = Monitor();
        for (var second = 0; second < 150; second++)
        {
            monitor.Report(new UnrealException(StorageFailure.DatabaseFull));
            await monitor.CheckAsync(default);
            Assert.Empty(_readiness.Faults);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(6, _log.Texts.Count);
    }

    [Fact]
    public async Task Nobody_has_to_ask_for_it_to_be_over()
    {
        using var monitor = Monitor();
        await monitor.StartAsync(default);
        _database.Probe = _ => throw new UnrealException(StorageFailure.Unavailable);
        monitor.Report(new UnrealException(StorageFailure.Unavailable));
        var waiting = monitor.WaitUntilUsableAsync(default);
        await WaitFor.ConditionAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return _database.Probes >= 3;
        });
        Assert.False(waiting.IsCompleted);

        _database.Probe = _ => Task.FromResult<StorageFailure?>(null);

        await WaitFor.ConditionAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return waiting.IsCompleted;
        });
        await monitor.StopAsync(default);
    }

    [Fact]
    public async Task While_nothing_is_wrong_nothing_is_asked()
    {
        using var monitor = Monitor();
        await monitor.StartAsync(default);
        _clock.Advance(TimeSpan.FromHours(1));
        await monitor.StopAsync(default);

        Assert.Equal(0, _database.Probes);
    }

    [Fact]
    public async Task A_probe_that_hangs_is_not_waited_for_and_not_asked_beside()
    {
        using var monitor = Monitor();
        var hanging = new TaskCompletionSource<StorageFailure?>();
        _database.Probe = _ => hanging.Task;

        await Task.WhenAll(monitor.CheckAsync(default), monitor.CheckAsync(default), monitor.CheckAsync(default));

        Assert.Equal([StorageFailure.Unavailable.Describe()], _readiness.Faults);
        Assert.Equal(1, _database.Probes);
        hanging.SetResult(null);
        await WaitFor.ConditionAsync(async () =>
        {
            await monitor.CheckAsync(default);
            return _readiness.Faults.Count == 0;
        });
    }

    [Fact]
    public async Task A_failure_met_while_the_probe_found_nothing_counts()
    {
        using var monitor = Monitor();
        var probing = new TaskCompletionSource<StorageFailure?>();
        _database.Probe = _ => probing.Task;
        monitor.Report(new UnrealException(StorageFailure.DatabaseFull));
        var check = monitor.CheckAsync(default);

        monitor.Report(new UnrealException(StorageFailure.DatabaseFull));
        probing.SetResult(null);
        await check;

        Assert.Equal([StorageFailure.DatabaseFull.Describe()], _readiness.Faults);
    }

    [Fact]
    public async Task Damage_is_not_over_because_a_probe_does_not_meet_it()
    {
        using var monitor = Monitor();
        monitor.Report(new UnrealException(StorageFailure.Damaged));
        _clock.Advance(TimeSpan.FromSeconds(59));
        await monitor.CheckAsync(default);
        Assert.Equal([StorageFailure.Damaged.Describe()], _readiness.Faults);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await monitor.CheckAsync(default);
        Assert.Empty(_readiness.Faults);
    }

    [Fact]
    public async Task A_probe_that_throws_something_else_tells_nothing_of_it_to_those_who_ask()
    {
        using var monitor = Monitor();
        _database.Probe = _ => throw new InvalidOperationException("Host=secret.example;Password=hunter2");

        await monitor.CheckAsync(default);

        Assert.Equal([StorageFailure.Unavailable.Describe()], _readiness.Faults);
    }

    private StorageMonitor Monitor(params IStoragePart[] parts) => new(_database, parts, _readiness, _clock, _log);

    [Fact]
    public async Task Parts_besides_the_database_are_told_of_too()
    {
        var part = new Part { Failure = StorageFailure.FilesUnavailable };
        using var monitor = Monitor(part);
        await monitor.CheckAsync(default);
        Assert.Equal([StorageFailure.FilesUnavailable.Describe()], _readiness.Faults);

        part.Failure = null;
        await monitor.CheckAsync(default);
        Assert.Empty(_readiness.Faults);
    }

    private sealed class Part : IStoragePart
    {
        public string Name => "part";

        public StorageFailure? Failure { get; set; }

        public StorageFailure? FindFailureOrNull() => Failure;
    }

    private sealed class Lines : ILogger<StorageMonitor>
    {
        public List<string> Texts { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel > LogLevel.Debug;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Texts.Add($"{logLevel} {formatter(state, exception)}");
    }
}
