using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Data;
using Mxit.Platform.FileOffers;
using Mxit.Platform.Gallery;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Messages;

namespace Mxit.EndToEnd.Tests.Idempotency;

/// <summary>
/// A server on a clock that tests move, for all tests of a class: each uses keys and texts of its own. Callers are <c>alice</c>
/// and <c>carol</c>, and the apps <c>demo</c> and <c>strict-demo</c>.
/// </summary>
public abstract class KeyedServer(MxitTestDatabase provider) : IAsyncLifetime
{
    // Access tokens live an hour, and some tests move the clock by a day.
    private static readonly TimeSpan TokenAge = TimeSpan.FromMinutes(30);

    private readonly Dictionary<string, (string Token, DateTimeOffset Had)> _tokens = [];
    private readonly Dictionary<(string Login, bool IsOther), string> _files = [];

    internal Server Server { get; private set; } = null!;

    internal FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    /// <summary>From here on the server counts its pauses.</summary>
    internal DateTimeOffset Started { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Started = Clock.GetUtcNow();
        Server = await Server.StartAsync(provider, options =>
        {
            options.TimeProvider = Clock;
            options.LogLevel = LogLevel.None;
            options.Settings["Logging:LogLevel:Microsoft.AspNetCore"] = "None";
        });

        // The folder Default comes with the first file, and is no work of a test.
        foreach (var (login, isOther) in new[] { ("alice", false), ("alice", true), ("carol", false), ("carol", true) })
        {
            await FileAsync(login, isOther);
        }

        foreach (var app in new[] { "demo", "strict-demo" })
        {
            var offered = await Server.PostAsync(
                "/user/media/file/send?fileName=a&userId=m10000000002", await TokenAsync(app), "a");
            Assert.True(offered.Status == 200, offered.Body);
        }
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Server.DisposeAsync();
    }

    internal async Task<string> TokenAsync(string caller)
    {
        if (_tokens.TryGetValue(caller, out var known) && Clock.GetUtcNow() - known.Had < TokenAge)
        {
            return known.Token;
        }

        var token = caller switch
        {
            "demo" => await AppTokenAsync(TestApp.Demo),
            "strict-demo" => await AppTokenAsync(TestApp.StrictDemo),
            _ => await Server.UserTokenAsync(caller, [.. MxitScopes.All]),
        };
        _tokens[caller] = (token, Clock.GetUtcNow());
        return token;
    }

    /// <summary>A file in the gallery of a person.</summary>
    internal async Task<string> FileAsync(string login, bool isOther)
    {
        if (!_files.TryGetValue((login, isOther), out var id))
        {
            var uploaded = await Server.UploadAsync(await TokenAsync(login), [1, 2, 3], isOther ? "other.bin" : "one.bin");
            Assert.True(uploaded.Status == 200, uploaded.Text);
            _files[(login, isOther)] = id = uploaded.Text.Trim('"');
        }

        return id;
    }

    /// <summary>All work that is done under keys, as the database has it. An offer without its message is none.</summary>
    internal async Task<Work> CountAsync()
    {
        await using var context = await OpenAsync();
        return new Work(
            await context.Set<Message>().CountAsync(),
            await context.Set<StoredFile>().CountAsync(),
            await context.Set<StoredFolder>().CountAsync(),
            await context.Set<StoredOffer>().CountAsync(offer => context.Set<Message>().Any(message => message.Id == offer.Id)));
    }

    internal async Task<bool> HasRecordAsync(string key)
    {
        await using var context = await OpenAsync();
        return await context.Set<IdempotencyRecord>().AnyAsync(record => record.Key == key);
    }

    /// <summary>Keeps all work under keys from its commit until what it gives is disposed.</summary>
    internal async Task<IAsyncDisposable> HoldAsync()
    {
        var context = await OpenAsync();
        await context.Database.BeginTransactionAsync();
        if (provider == MxitTestDatabase.PostgreSql)
        {
            // Reading goes on. On SQLite the transaction alone keeps other writers out.
            await context.Database.ExecuteSqlRawAsync("""LOCK TABLE "IdempotencyRecords" IN EXCLUSIVE MODE""");
        }

        return context;
    }

    /// <summary>Lets the database refuse rows of one table until what it gives is disposed.</summary>
    internal async Task<IAsyncDisposable> RefuseAsync(string table)
    {
        if (provider == MxitTestDatabase.Sqlite)
        {
            await ExecuteAsync(
                $"""CREATE TRIGGER "Refuse" BEFORE INSERT ON "{table}" BEGIN SELECT RAISE(ABORT, 'refused'); END""");
            return new Undo(() => ExecuteAsync("""DROP TRIGGER "Refuse" """));
        }

        await ExecuteAsync(
            "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''refused''; END'");
        await ExecuteAsync($"""CREATE TRIGGER "Refuse" BEFORE INSERT ON "{table}" FOR EACH ROW EXECUTE FUNCTION refuse()""");
        return new Undo(() => ExecuteAsync($"""DROP TRIGGER "Refuse" ON "{table}" """));
    }

    private async Task<string> AppTokenAsync(TestApp app)
    {
        using var client = Server.Inner.ClientFor(app);
        return (await client.OAuth.GetAppTokenAsync(
            [MxitScopes.MessageSend, MxitScopes.ContentSend, MxitScopes.ContactRecommend])).Value;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var context = await OpenAsync();
        await context.Database.ExecuteSqlRawAsync(sql);
    }

    private Task<MxitDbContext> OpenAsync() => Server.Get<IDbContextFactory<MxitDbContext>>().CreateDbContextAsync();

    private sealed class Undo(Func<Task> undoAsync) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await undoAsync();
    }
}

/// <summary>A server on SQLite.</summary>
public sealed class SqliteKeyedServer() : KeyedServer(MxitTestDatabase.Sqlite);

/// <summary>A server on PostgreSQL.</summary>
public sealed class PostgresKeyedServer() : KeyedServer(MxitTestDatabase.PostgreSql);

/// <summary>How much work there is.</summary>
internal sealed record Work(int Messages, int Files, int Folders, int Offers)
{
    public static Work operator -(Work left, Work right) => new(
        left.Messages - right.Messages, left.Files - right.Files, left.Folders - right.Folders, left.Offers - right.Offers);
}
