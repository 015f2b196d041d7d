using System.ComponentModel;
using System.Diagnostics;

namespace Mxit.Benchmarks;

/// <summary>The same calls from Python, where Python and requests are there.</summary>
internal static class PythonRun
{
    public static void Run()
    {
        using var server = AnsweringServer.Start();
        try
        {
            using var python = Process.Start(new ProcessStartInfo(
                "python3", [Path.Combine(AppContext.BaseDirectory, "python_requests.py"), server.Address.ToString()]))!;
            python.WaitForExit();
        }
        catch (Win32Exception)
        {
            Console.WriteLine("There is no python3 here.");
        }
    }
}
