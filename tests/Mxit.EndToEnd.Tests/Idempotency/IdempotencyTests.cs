using Mxit.Platform.Accounts;

namespace Mxit.EndToEnd.Tests.Idempotency;

/// <summary>What <c>Idempotency-Key</c> promises, for every request that takes one.</summary>
public abstract class IdempotencyTests(KeyedServer server)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private static readonly TimeSpan CleanedEvery = TimeSpan.FromMinutes(10);

    public static TheoryData<string> Operations => [.. KeyedOperation.All.Select(operation => operation.Name)];

    [Theory, MemberData(nameof(Operations))]
    public async Task R_08_the_same_body_gets_the_stored_answer_and_another_one_422(string name)
    {
        var (operation, key) = (Named(name), NewKey());
        var text = NewText();
        var before = await server.CountAsync();

        var first = await operation.SendAsync(server, operation.Caller, text, key);
        var again = await operation.SendAsync(server, operation.Caller, text, key);
        var quoted = await operation.SendAsync(server, operation.Caller, text, $"\"{key}\"");
        var other = await operation.SendAsync(server, operation.Caller, $"{text} other", key);
        var atLast = await operation.SendAsync(server, operation.Caller, text, key);

        Assert.True(first.Status == 200, first.Body);
        Assert.All([again, quoted, atLast], repeat => Assert.Equal(Told(first), Told(repeat)));
        Assert.Equal(422, other.Status);
        Assert.Contains("This Idempotency-Key was used with another", other.Body, StringComparison.Ordinal);
        Assert.Equal(operation.Done, await server.CountAsync() - before);
    }

    [Theory, MemberData(nameof(Operations))]
    public async Task R_08_while_the_first_request_runs_the_second_is_told_to_come_back(string name)
    {
        var (operation, key, text) = (Named(name), NewKey(), NewText());
        await server.TokenAsync(operation.Caller);
        var before = await server.CountAsync();
        Task<Answer>[] sent;
        Answer turnedAway;
        await using (await server.HoldAsync())
        {
            // Either may be the first; it cannot end before the other is answered.
            sent = [operation.SendAsync(
                server, operation.Caller, text, key), operation.SendAsync(server, operation.Caller, text, key)];
            var ended = await Task.WhenAny(sent);
            turnedAway = await ended;
            Assert.False(sent.Single(task => task != ended).IsCompleted);
        }

        var answers = await Task.WhenAll(sent);
        var first = answers.Single(answer => answer != turnedAway);
        Assert.Equal((409, "1"), (turnedAway.Status, turnedAway.Header("Retry-After")));
        Assert.Contains("A request with this Idempotency-Key is still running", turnedAway.Body, StringComparison.Ordinal);
        Assert.True(first.Status == 200, first.Body);
        Assert.Equal(Told(first), Told(await operation.SendAsync(server, operation.Caller, text, key)));
        Assert.Equal(operation.Done, await server.CountAsync() - before);
    }

    [Theory, MemberData(nameof(Operations))]
    public async Task R_08_a_hundred_requests_at_once_do_the_work_once(string name)
    {
        var (operation, key, text) = (Named(name), NewKey(), NewText());
        await server.TokenAsync(operation.Caller);
        var before = await server.CountAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => operation.SendAsync(server, operation.Caller, text, key)));

        var last = await operation.SendAsync(server, operation.Caller, text, key);
        Assert.True(last.Status == 200, last.Body);
        Assert.All(answers, answer => Assert.True(
            answer.Status == 409 ? answer.Header("Retry-After") == "1" : Told(answer) == Told(last),
            $"{answer.Status} {answer.Body}"));
        Assert.Equal(operation.Done, await server.CountAsync() - before);
    }

    [Theory, MemberData(nameof(Operations))]
    public async Task R_08_what_is_not_a_key_is_400_and_does_nothing(string name)
    {
        var (operation, text) = (Named(name), NewText());
        var before = await server.CountAsync();
        string[][] bad =
            [[""], ["\"\""], ["two words"], [new string('k', 256)], ["tab\tin it"], ["control\u0001"], ["delete\u007f"],
                ["one", "two"]];

        foreach (var keys in bad)
        {
            var answer = await operation.SendAsync(server, operation.Caller, text, keys);
            Assert.Equal(
                (400, "\"The Idempotency-Key must be 1 to 255 visible ASCII characters.\""), (answer.Status, answer.Body));
        }

        Assert.Equal(before, await server.CountAsync());
        Assert.Equal(200, (await operation.SendAsync(server, operation.Caller, text, NewKey().PadRight(255, '~'))).Status);
    }

    [Fact]
    public async Task R_08_a_key_is_kept_for_24_hours_and_then_names_new_work()
    {
        // In the middle between two rounds of the cleaner, so that it is not the one who ends the keys.
        var sinceRound = (server.Clock.GetUtcNow() - server.Started).Ticks % CleanedEvery.Ticks;
        server.Clock.Advance(TimeSpan.FromTicks((CleanedEvery.Ticks * 3 / 2) - sinceRound));
        var (key, text) = (NewKey(), NewText());
        var first = await EachAsync(
            operation => operation.SendAsync(server, operation.Caller, TextOf(operation, text), KeyOf(operation, key)));
        var done = await server.CountAsync();

        server.Clock.Advance(Kept - TimeSpan.FromMilliseconds(1));
        var justBefore = await EachAsync(
            operation => operation.SendAsync(server, operation.Caller, TextOf(operation, text), KeyOf(operation, key)));
        Assert.Equal(first.Select(pair => (pair.Key, Told(pair.Value))), justBefore.Select(pair => (pair.Key, Told(pair.Value))));
        Assert.Equal(done, await server.CountAsync());

        server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        foreach (var operation in KeyedOperation.All)
        {
            // Another body, which a key that is still known would refuse; and a repeat, which has the new answer.
            var before = await server.CountAsync();
            var (other, itsKey) = ($"{TextOf(operation, text)} other", KeyOf(operation, key));
            var anew = await operation.SendAsync(server, operation.Caller, other, itsKey);
            Assert.True(anew.Status == 200, $"{operation.Name}: {anew.Status} {anew.Body}");
            Assert.Equal(operation.Done, await server.CountAsync() - before);
            Assert.Equal(Told(anew), Told(await operation.SendAsync(server, operation.Caller, other, itsKey)));
            Assert.Equal(operation.Done, await server.CountAsync() - before);
        }
    }

    [Fact]
    public async Task R_08_a_hundred_requests_at_once_with_a_key_that_is_over_do_new_work_once()
    {
        var (key, text) = (NewKey(), NewText());
        await EachAsync(
            operation => operation.SendAsync(server, operation.Caller, TextOf(operation, text), KeyOf(operation, key)));
        server.Clock.Advance(Kept);
        foreach (var operation in KeyedOperation.All)
        {
            var (other, itsKey) = ($"{TextOf(operation, text)} other", KeyOf(operation, key));
            await server.TokenAsync(operation.Caller);
            var before = await server.CountAsync();

            var answers = await Task.WhenAll(
                Enumerable.Range(0, 100).Select(_ => operation.SendAsync(server, operation.Caller, other, itsKey)));

            Assert.All(answers, answer => Assert.Contains(answer.Status, (int[])[200, 409]));
            Assert.Single(answers.Where(answer => answer.Status == 200).Select(Told).Distinct());
            Assert.Equal(operation.Done, await server.CountAsync() - before);
        }
    }

    [Fact]
    public async Task R_08_the_stored_answer_comes_also_when_those_whom_it_was_for_are_gone()
    {
        var (key, accounts) = (NewKey(), server.Server.Get<AccountService>());
        var leaving =
            (await accounts.CreateAsync($"leaving-{NewKey()[..8]}", "good enough", null, TestContext.Current.CancellationToken))
                .Value!.UserId;
        var body = $$"""{"From":"demo","To":"{{leaving}}","Body":"{{NewText()}}"}""";
        var token = await server.TokenAsync("demo");
        var first = await server.Server.PostAsync("/message/send", token, body, key: key);
        Assert.True(first.Status == 200, first.Body);

        await accounts.RemoveAsync(leaving, TestContext.Current.CancellationToken);

        Assert.Equal(Told(first), Told(await server.Server.PostAsync("/message/send", token, body, key: key)));
        Assert.Equal(
            422, (await server.Server.PostAsync(
                "/message/send", token, body.Replace("demo", "DEMO", StringComparison.Ordinal), key: key)).Status);
        Assert.Equal(400, (await server.Server.PostAsync("/message/send", token, body, key: NewKey())).Status);
    }

    [Fact]
    public async Task R_08_the_key_of_another_caller_or_another_operation_is_another_key()
    {
        var (key, text) = (NewKey(), NewText());
        var used = new HashSet<(string Route, string Caller)>();
        foreach (var operation in KeyedOperation.All)
        {
            foreach (var caller in new[] { operation.Caller, operation.OtherCaller }.OfType<string>())
            {
                // Two forms of one upload are one operation.
                if (used.Add((operation.Route, caller)))
                {
                    var before = await server.CountAsync();
                    var answer = await operation.SendAsync(server, caller, TextOf(operation, text), key);
                    Assert.True(answer.Status == 200, $"{operation.Name}, {caller}: {answer.Status} {answer.Body}");
                    Assert.Equal(operation.Done, await server.CountAsync() - before);
                }
            }
        }
    }

    [Theory, MemberData(nameof(Operations))]
    public async Task R_09_work_and_its_record_are_there_together_or_not_at_all(string name)
    {
        var operation = Named(name);
        var tables = new[]
        {
            (operation.Done.Messages, "Messages"), (operation.Done.Files, "GalleryFiles"),
            (operation.Done.Folders, "GalleryFolders"),
            (1, "IdempotencyRecords"),
        };
        foreach (var table in tables.Where(table => table.Item1 > 0).Select(table => table.Item2))
        {
            var (key, text) = (NewKey(), NewText());
            var before = await server.CountAsync();
            await using (await server.RefuseAsync(table))
            {
                var failed = await operation.SendAsync(server, operation.Caller, text, key);
                Assert.Contains(failed.Status, (int[])[500, 503]);
            }

            // An upload that is done keeps its record also where the offer behind it failed.
            var isUploaded = operation.Done is { Files: 1, Messages: 1 } && table == "Messages";
            var failedWork = await server.CountAsync() - before;
            Assert.Equal(isUploaded ? (0, 1) : (0, 0), (failedWork.Messages, failedWork.Files + failedWork.Folders));
            Assert.Equal(isUploaded, await server.HasRecordAsync(key));

            Assert.Equal(200, (await operation.SendAsync(server, operation.Caller, text, key)).Status);
            Assert.Equal(operation.Done, await server.CountAsync() - before);
            Assert.True(await server.HasRecordAsync(key));
        }
    }

    private static KeyedOperation Named(string name) => KeyedOperation.All.Single(operation => operation.Name == name);

    private static string NewKey() => Guid.NewGuid().ToString();

    private static string NewText() => $"text {Guid.NewGuid().ToString("N")[..12]}";

    private static string KeyOf(KeyedOperation operation, string key) => $"{key} {operation.Name}".Replace(' ', '-');

    private static string TextOf(KeyedOperation operation, string text) => $"{text} {operation.Name}";

    private static (int, string, string?) Told(Answer answer) =>
        (answer.Status, answer.Body, answer.Header(MxitHeaders.MessageId));

    private static async Task<Dictionary<string, Answer>> EachAsync(Func<KeyedOperation, Task<Answer>> askAsync)
    {
        var answers = new Dictionary<string, Answer>();
        foreach (var operation in KeyedOperation.All)
        {
            var answer = await askAsync(operation);
            Assert.True(answer.Status == 200, $"{operation.Name}: {answer.Status} {answer.Body}");
            answers.Add(operation.Name, answer);
        }

        return answers;
    }
}

public sealed class IdempotencyTestsOnSqlite(SqliteKeyedServer server) : IdempotencyTests(server),
IClassFixture<SqliteKeyedServer>;

public sealed class IdempotencyTestsOnPostgreSql(PostgresKeyedServer server) : IdempotencyTests(server),
IClassFixture<PostgresKeyedServer>;
