// What a call costs:
//
//   dotnet run -c Release --project benchmarks/Mxit.Benchmarks
//
//   dotnet run -c Release --project benchmarks/Mxit.Benchmarks -- paired
//
//   dotnet run -c Release --project benchmarks/Mxit.Benchmarks -- test-server
//
// The first counts what is allocated, the second compares times also on a machine that is not quiet. All ways run one after the
// other in the same process, against a server in another that only answers, and once more without a network. The third is about
// Mxit.Testing: how long a test waits for its server.
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Mxit.Benchmarks;

if (args is [AnsweringServer.Command])
{
    return await AnsweringServer.ServeAsync();
}

if (args is [PairedRun.Command])
{
    await PairedRun.RunAsync();
    PythonRun.Run();
    return 0;
}

if (args is [TestServerRun.Command])
{
    await TestServerRun.RunAsync();
    return 0;
}

var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(15);
var config = DefaultConfig.Instance.AddJob(job).AddColumn(StatisticColumn.Median)
    .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "mxit-benchmarks"));
BenchmarkSwitcher.FromTypes([typeof(CallBenchmarks), typeof(TokenBenchmarks)]).Run(
    args.Length == 0 ? ["--filter", "*"] : args, config);
Console.WriteLine("Python, requests (a connection for each call):");
PythonRun.Run();
return 0;
