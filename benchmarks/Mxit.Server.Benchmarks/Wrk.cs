using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Mxit.Server.Benchmarks;

/// <summary>
/// Load by <c>wrk</c>, which takes less of the two cores that it shares with the server than a load generator in .NET would.
/// </summary>
internal static partial class Wrk
{
    /// <summary>Why there can be no load; null when there can.</summary>
    public static string? FindMissingReason()
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("wrk", "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "These benchmarks need the load generator wrk; on Debian: apt-get install wrk";
        }
    }

    /// <summary>Sends requests, each connection the next one after the answer.</summary>
    /// <param name="address">Where.</param>
    /// <param name="token">The access token.</param>
    /// <param name="script">What to send, a Lua script (see <see cref="Scripts"/>).</param>
    /// <param name="connections">How many connections.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<WrkResult> RunAsync(
        Uri address, string token, string script, int connections, int seconds, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("wrk") { RedirectStandardOutput = true };
        string[] arguments =
        [
            "--threads", "1", "--connections", connections.ToString(CultureInfo.InvariantCulture),
            "--duration", seconds.ToString(CultureInfo.InvariantCulture), "--timeout", "30", "--latency", "--script", script,
            "--header", $"Authorization: Bearer {token}", address.AbsoluteUri,
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        try
        {
            var text = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return Read(text);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private static WrkResult Read(string text)
    {
        var rate = Rate().Match(text);
        var total = Total().Match(text);
        if (!rate.Success || !total.Success)
        {
            throw new InvalidOperationException($"wrk did not say what it found: {text}");
        }

        var errors = NotOk().Match(text);
        return new WrkResult(
            Number(rate.Groups[1].Value),
            (long)Number(total.Groups[1].Value),
            errors.Success ? (long)Number(errors.Groups[1].Value) : 0,
            Milliseconds(Half().Match(text)),
            Milliseconds(NinetyNine().Match(text)));
    }

    private static double Milliseconds(Match match) => Number(match.Groups[1].Value) * match.Groups[2].Value switch
    {
        "us" => 0.001,
        "ms" => 1,
        "s" => 1_000,
        var unit => throw new InvalidOperationException($"wrk gave a time in {unit}."),
    };

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Total();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex NotOk();

    [GeneratedRegex(@"50%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex Half();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex NinetyNine();
}

/// <param name="PerSecond">Answers in a second.</param>
/// <param name="Requests">Answers in all.</param>
/// <param name="NotOk">How many of them were not 200, such as "come back later".</param>
/// <param name="MedianMs">Half of the answers came within this time.</param>
/// <param name="P99Ms">99 of 100 came within this time.</param>
internal sealed record WrkResult(double PerSecond, long Requests, long NotOk, double MedianMs, double P99Ms)
{
    /// <summary>How many requests did what they should, in a second.</summary>
    public double GoodPerSecond => PerSecond * (Requests - NotOk) / Math.Max(1, Requests);
}
