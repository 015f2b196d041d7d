using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Contacts;
using Mxit.Platform.Sqlite;
using static Mxit.Platform.Tests.Kit.Entries;

namespace Mxit.Platform.Tests.Data;

/// <summary>Writers on SQLite stand in line, and whoever leaves, in whatever way, lets the next one in.</summary>
public sealed class WriteGateTests
{
    [Fact]
    public async Task R_06_many_writers_at_once_all_get_their_turn()
    {
        await using var database = await CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(n => Task.Run(() => n % 2 == 0
            ? database.AddAsync(Has($"m{n}", "demo"))
            : database.QueryAsync(
                context => context.Set<ContactEntry>().ExecuteUpdateAsync(set => set.SetProperty(row => row.Blocked, true))))));

        Assert.Equal(100, await database.QueryAsync(context => context.Set<ContactEntry>().CountAsync()));
        await AssertOpenAsync(database);
    }

    [Fact]
    public async Task A_save_that_fails_lets_the_next_one_in()
    {
        await using var database = await CreateAsync();
        await database.AddAsync(Has("m1", "demo"));

        await Assert.ThrowsAsync<DbUpdateException>(() => database.AddAsync(Has("m1", "demo")));
        await Assert.ThrowsAsync<DbUpdateException>(() => database.AddAsync(Has("m2", "demo"), Has("m1", "demo")));

        await AssertOpenAsync(database);
    }

    [Fact]
    public async Task A_transaction_holds_the_gate_until_it_ends_also_when_it_is_dropped()
    {
        await using var database = await CreateAsync();
        await database.QueryAsync(async context =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            context.Add(Has("m1", "demo"));
            await context.SaveChangesAsync();
            using var impatient = new CancellationTokenSource();
            var outside = Gate(database).EnterAsync(impatient.Token);
            Assert.False(outside.IsCompleted);
            await impatient.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outside);
            return 0;
        });

        Assert.Equal(0, await database.QueryAsync(context => context.Set<ContactEntry>().CountAsync()));
        await AssertOpenAsync(database);
    }

    [Fact]
    public async Task A_transaction_that_is_given_up_while_it_begins_lets_the_next_one_in()
    {
        await using var database = await CreateAsync();
        for (var round = 0; round < 200; round++)
        {
            await Gate(database).EnterAsync(CancellationToken.None);
            using var impatient = new CancellationTokenSource();
            var beginning = database.QueryAsync(async context =>
            {
                await using var transaction = await context.Database.BeginTransactionAsync(impatient.Token);
                return 0;
            });

            // Let in, and given up at the same moment.
            Gate(database).Leave();
            await impatient.CancelAsync();
            await Record.ExceptionAsync(() => beginning);
            await AssertOpenAsync(database);
        }
    }

    [Fact]
    public async Task A_statement_that_fails_or_is_cancelled_lets_the_next_one_in()
    {
        await using var database = await CreateAsync();
        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() =>
            database.QueryAsync(context => context.Database.ExecuteSqlRawAsync("DELETE FROM nothing")));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            database.QueryAsync(context => context.Set<ContactEntry>().ExecuteDeleteAsync(cancelled.Token)));

        await AssertOpenAsync(database);
    }

    private static Task<TestDatabase> CreateAsync() => TestDatabase.CreateAsync(DatabaseBrand.Sqlite, new FakeTimeProvider());

    private static SqliteWriteGate Gate(TestDatabase database) => database.Services.GetRequiredService<SqliteWriteGate>();

    private static async Task AssertOpenAsync(TestDatabase database)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await Gate(database).EnterAsync(deadline.Token);
        Gate(database).Leave();

        // And it is not open twice.
        await Gate(database).EnterAsync(deadline.Token);
        using var impatient = new CancellationTokenSource();
        var second = Gate(database).EnterAsync(impatient.Token);
        Assert.False(second.IsCompleted);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Gate(database).Leave();
    }
}
