using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace Mxit.EndToEnd.Tests.SignIn;

/// <summary>The sample as its readers run it, in a process of its own, on a free port.</summary>
internal sealed partial class SampleProcess : IAsyncDisposable
{
    private readonly Process _process;

    private SampleProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<SampleProcess> StartAsync(Uri mxit)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "SignInWithMxit.dll"),
                "--urls", "http://127.0.0.1:0", "--contentRoot",
                Path.Combine(TestKit.Repository.Root, "samples", "SignInWithMxit"),
                "--Mxit:BaseAddress", mxit.AbsoluteUri,
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var process = new Process { StartInfo = start };
        var lines = Channel.CreateUnbounded<string>();
        process.OutputDataReceived += (_, line) => lines.Writer.TryWrite(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => lines.Writer.TryWrite(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var line in lines.Reader.ReadAllAsync(limit.Token))
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                return new SampleProcess(process, new Uri(match.Groups[1].Value));
            }
        }

        throw new InvalidOperationException("The sample did not start.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
