using BenchmarkDotNet.Attributes;

namespace Mxit.Benchmarks;

/// <summary>What each call pays for its token, once that is there.</summary>
[MemoryDiagnoser]
public class TokenBenchmarks
{
    private AnsweringServer _server = null!;
    private MxitCaller _mxit = null!;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _server = AnsweringServer.Start();
        _mxit = new MxitCaller(_server.Address);
        await _mxit.GetTokenAsync();
    }

    [GlobalCleanup]
    public void Stop()
    {
        _mxit.Dispose();
        _server.Dispose();
    }

    [Benchmark]
    public ValueTask<AccessToken> TokenFromMemory() => _mxit.GetTokenAsync();
}
