using System.Diagnostics;
using Spectre.Console;

namespace Mxit.Cli.Tour;

/// <summary>Prints each call with its result and its time, and counts failures.</summary>
internal sealed class TourReport(IAnsiConsole console)
{
    private int _done;
    private int _failed;

    public bool Succeeded => _failed == 0 && _done > 0;

    public void Chapter(string title)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{title}[/]");
    }

    /// <summary>Makes a call.</summary>
    /// <param name="call">The call as C#.</param>
    /// <param name="make">Makes the call, and returns a short text of the result.</param>
    public async Task CallAsync(string call, Func<Task<string>> make)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var result = await make();
            Print("[green]✓[/]", call, watch.Elapsed, result);
            _done++;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Print("[red]✗[/]", call, watch.Elapsed, failure.Message);
            _failed++;
        }
    }

    public void Sum(TimeSpan took)
    {
        console.WriteLine();
        console.MarkupLineInterpolated(_failed == 0
            ? (FormattableString)$"[green]All {_done} calls were as they should be[/], in {took.TotalSeconds:0.0} s."
            : (FormattableString)$"[red]{_failed} of {_done + _failed} calls were not as they should be.[/]");
    }

    private void Print(string mark, string call, TimeSpan took, string result)
    {
        console.MarkupLine($"  {mark} {took.TotalMilliseconds,7:0.0} ms  {Markup.Escape(call)}");
        console.MarkupLine($"                [grey]{Markup.Escape(result)}[/]");
    }
}

/// <summary>A result was not as expected.</summary>
internal sealed class TourException(string message) : Exception(message);
