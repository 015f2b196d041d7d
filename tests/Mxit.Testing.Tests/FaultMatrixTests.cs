using System.Globalization;
using System.Text;
using Mxit.TestKit;

namespace Mxit.Testing.Tests;

/// <summary>What the client makes of each fault. The table is <c>docs/faults.md</c>.</summary>
public sealed class FaultMatrixTests
{
    [Fact]
    public async Task The_table_is_what_callers_see_and_nothing_is_done_twice()
    {
        var rows = await Task.WhenAll(FaultMatrix.Calls.Select(call => RowAsync(call, TestContext.Current.CancellationToken)));
        var actual = Write(rows);
        var file = Path.Combine(Repository.Root, "docs", "faults.md");
        if (Environment.GetEnvironmentVariable("MXIT_APPROVE") == "1")
        {
            await File.WriteAllTextAsync(file, actual, TestContext.Current.CancellationToken);
        }

        var approved = File.Exists(file) ? (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)) : "";
        Assert.True(
            approved.ReplaceLineEndings("\n") == actual,
            $"docs/faults.md is not of today; run MXIT_APPROVE=1 ./test Mxit.Testing.Tests. Today it is:\n{actual}");
    }

    private static async Task<(string[] Once, string[] Always)> RowAsync(FaultedCall call, CancellationToken stop)
    {
        await using var world = await FaultWorld.StartAsync(stop);
        var (once, always) = (new List<string>(), new List<string>());
        foreach (var (name, fault) in FaultMatrix.Faults)
        {
            once.Add(
                call.Takes(fault, isOnce: true) ? await CellAsync(call, world, $"{name}, once", fault with { Times = 1 }) : "");
            always.Add(call.Takes(fault, isOnce: false) ? await CellAsync(call, world, $"{name}, always", fault) : "");
        }

        return ([.. once], [.. always]);
    }

    private static async Task<string> CellAsync(FaultedCall call, FaultWorld world, string name, TestFault fault)
    {
        world.Options = new MxitCallOptions { MaxRetries = 2 };
        world.Server.Requests.Clear();
        string seen;
        using (world.Server.Faults.Add(fault with { Path = call.Path }))
        {
            try
            {
                await call.RunAsync(world, name);
                var isRepeated = world.Server.Requests.All.Count(request => Matches(call, request)) > 1;
                seen = isRepeated ? "ok, retried" : "ok";
            }
            catch (MxitException failure)
            {
                seen = failure is MxitApiException refused
                    ? string.Create(CultureInfo.InvariantCulture, $"{failure.GetType().Name}, {(int)refused.StatusCode}")
                    : $"{failure.GetType().Name}, {failure.Reason}";
            }
        }

        if (call.CountAsync is null)
        {
            return seen;
        }

        var count = await call.CountAsync(world, name);
        Assert.True(count <= 1, $"{call.Name}, {name}: it was done {count} times");
        Assert.True(count == 1 || !seen.StartsWith("ok", StringComparison.Ordinal), $"{call.Name}, {name}: it was not done");
        return seen.StartsWith("ok", StringComparison.Ordinal) ? seen : $"{seen}; {(count == 1 ? "done" : "not done")}";
    }

    private static bool Matches(FaultedCall call, TestRequest request) => call.Path.EndsWith('*')
        ? request.Path.StartsWith(call.Path[..^1], StringComparison.Ordinal)
        : request.Path == call.Path;

    private static string Write(IReadOnlyList<(string[] Once, string[] Always)> rows)
    {
        var text = new StringBuilder();
        text.Append(
            """
            # Faults and what the client makes of them

            Made by a test, which breaks calls of the client with each fault of [Mxit.Testing](testing.md#faults). The client
            may retry a call twice here. Whatever happens, no message, file or offer is there twice: each call carries an
            idempotency key.

            "ok, retried" means that the caller saw a result after another attempt. Otherwise the cell has the exception,
            with its status or reason, and whether the work was done. An empty cell is a fault that a live feed cannot have.

            ## A fault that happens once


            """.ReplaceLineEndings("\n"));
        Table(rows.Select(row => row.Once));
        text.Append("\n## A fault that stays\n\n");
        Table(rows.Select(row => row.Always));
        return text.ToString();

        void Table(IEnumerable<string[]> cells)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| Call | {string.Join(" | ", FaultMatrix.Faults.Select(fault => fault.Name))} |\n");
            text.Append(
                CultureInfo.InvariantCulture, $"|{string.Concat(Enumerable.Repeat(" --- |", FaultMatrix.Faults.Count + 1))}\n");
            foreach (var (call, row) in FaultMatrix.Calls.Zip(cells))
            {
                if (row.Any(cell => cell.Length > 0))
                {
                    text.Append(CultureInfo.InvariantCulture, $"| {call.Name} | {string.Join(" | ", row)} |\n");
                }
            }
        }
    }
}
