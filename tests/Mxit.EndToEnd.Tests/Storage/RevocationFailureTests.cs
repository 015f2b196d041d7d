using System.Data.Common;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Data;
using Npgsql;

namespace Mxit.EndToEnd.Tests.Storage;

/// <summary>
/// A token that somebody ends while the database fails: the answer says so, wherever in the work it fails, and the same request
/// ends the token afterwards.
/// </summary>
public sealed class RevocationFailureTests
{
    public static TheoryData<MxitTestDatabase, bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<MxitTestDatabase, bool, bool>();
            foreach (var provider in new[] { MxitTestDatabase.Sqlite, MxitTestDatabase.PostgreSql })
            {
                foreach (var isFull in new[] { false, true })
                {
                    cases.Add(provider, isFull, false);
                    cases.Add(provider, isFull, true);
                }
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task O_34_a_revocation_that_fails_at_any_statement_is_503_and_works_when_it_is_sent_again(
        MxitTestDatabase provider, bool isFull, bool ofRefreshToken)
    {
        var failures = new FailingStatements(provider, isFull);
        await using var server = await Server.StartAsync(provider, options => options.ConfigureServices = services => services
            .AddSingleton<IStartupFilter>(failures)
            .ConfigureDbContext<MxitDbContext>(context => context.AddInterceptors(failures)));
        using var client = server.CreateClient();
        var (failed, refused) = (0, 0);
        for (var at = 1; ; at++)
        {
            var token = (await client.SignInAsync("alice")).Token;
            var sent = ofRefreshToken ? token.RefreshToken! : token.AccessToken;

            failures.FailAt(at);
            var answer = await AskAsync(server, "/revoke", $"token={sent}");
            var hasFailed = failures.Stop();

            // Waits for what looks whether the database works again.
            await TestKit.WaitFor.ConditionAsync(async () => (await server.GetAsync("/health/ready", null)).Status == 200);
            if (!hasFailed)
            {
                Assert.Equal(200, answer.Status);
                await AssertEndedAsync(server, token);
                break;
            }

            failed++;

            // A read on a connection that was lost is tried again at once.
            if (answer.Status != 200)
            {
                Assert.True(answer.Status == 503, $"{answer.Status} after the failure of statement {at}: {answer.Body}");
                Assert.NotNull(answer.Header("Retry-After"));
                Assert.StartsWith("{\"error\":\"temporarily_unavailable\"", answer.Body, StringComparison.Ordinal);
                refused++;
                Assert.Equal(200, (await AskAsync(server, "/revoke", $"token={sent}")).Status);
            }

            await AssertEndedAsync(server, token);
        }

        Assert.InRange(failed, 2, 40);
        Assert.InRange(refused, 2, failed);
    }

    private static async Task AssertEndedAsync(Server server, UserToken token)
    {
        Assert.Equal(401, (await server.GetAsync("/messenger/conversations", token.AccessToken)).Status);
        Assert.Equal(
            400, (await AskAsync(server, "/token", $"grant_type=refresh_token&refresh_token={token.RefreshToken}")).Status);
    }

    private static Task<Answer> AskAsync(Server server, string path, string form)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(
            Encoding.UTF8.GetBytes($"{TestApp.Demo.ClientId}:{TestApp.Demo.ClientSecret}")));
        return server.SendAsync(request);
    }

    /// <summary>Lets one statement about tokens or grants fail, and only this one, of a request that ends a token.</summary>
    private sealed class FailingStatements(MxitTestDatabase provider, bool isFull) : DbCommandInterceptor, IStartupFilter
    {
        private readonly AsyncLocal<bool> _isOfRequest = new();
        private int _left;
        private volatile bool _hasFailed;

        public void FailAt(int number)
        {
            _hasFailed = false;
            Volatile.Write(ref _left, number);
        }

        public bool Stop()
        {
            Volatile.Write(ref _left, 0);
            return _hasFailed;
        }

        // Background work reads the same tables.
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                _isOfRequest.Value = context.Request.Path == "/revoke";
                return following(context);
            });
            next(app);
        };

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            Count(command);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result,
            CancellationToken cancellationToken = default)
        {
            Count(command);
            return ValueTask.FromResult(result);
        }

        private void Count(DbCommand command)
        {
            var isAboutThem = _isOfRequest.Value && (command.CommandText.Contains("\"AppTokens\"", StringComparison.Ordinal)
                || command.CommandText.Contains("\"AppAuthorizations\"", StringComparison.Ordinal));

            // A full database still reads.
            var counts = isAboutThem && !(isFull && command.CommandText.StartsWith("SELECT", StringComparison.Ordinal));
            if (counts && Volatile.Read(ref _left) > 0 && Interlocked.Decrement(ref _left) == 0)
            {
                _hasFailed = true;
                throw Failure();
            }
        }

        private DbException Failure() => (provider, isFull) switch
        {
            (MxitTestDatabase.Sqlite, true) => new SqliteException("database or disk is full", 13),
            (MxitTestDatabase.Sqlite, false) => new SqliteException("disk I/O error", 10),
            (_, true) => new PostgresException("could not extend file", "ERROR", "ERROR", PostgresErrorCodes.DiskFull),
            _ => new NpgsqlException("Exception while writing to stream", new SocketException((int)SocketError.ConnectionReset)),
        };
    }
}
