using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace Mxit.Benchmarks;

/// <summary>The same call, made in each way, over loopback; one connection, one call at a time.</summary>
[MemoryDiagnoser]
[CategoriesColumn]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class CallBenchmarks
{
    private AnsweringServer _server = null!;
    private HttpClientCaller _raw = null!;
    private MxitCaller _mxit = null!;
    private RefitCaller _refit = null!;
    private RestSharpCaller _restSharp = null!;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _server = AnsweringServer.Start();
        _raw = new HttpClientCaller(_server.Address);
        _mxit = new MxitCaller(_server.Address);
        _refit = new RefitCaller(_server.Address);
        _restSharp = new RestSharpCaller(_server.Address);
        foreach (var caller in (ICaller[])[_raw, _mxit, _refit, _restSharp])
        {
            await CheckAsync(caller);
        }
    }

    [GlobalCleanup]
    public void Stop()
    {
        _raw.Dispose();
        _mxit.Dispose();
        _refit.Dispose();
        _restSharp.Dispose();
        _server.Dispose();
    }

    [Benchmark(Baseline = true, Description = "HttpClient"), BenchmarkCategory("get")]
    public Task<BasicProfile> RawGet() => _raw.GetAsync();

    [Benchmark(Description = "Mxit"), BenchmarkCategory("get")]
    public Task<BasicProfile> MxitGet() => _mxit.GetAsync();

    [Benchmark(Description = "Refit"), BenchmarkCategory("get")]
    public Task<BasicProfile> RefitGet() => _refit.GetAsync();

    [Benchmark(Description = "RestSharp"), BenchmarkCategory("get")]
    public Task<BasicProfile> RestSharpGet() => _restSharp.GetAsync();

    [Benchmark(Baseline = true, Description = "HttpClient"), BenchmarkCategory("send")]
    public Task RawSend() => _raw.SendAsync();

    [Benchmark(Description = "Mxit"), BenchmarkCategory("send")]
    public Task MxitSend() => _mxit.SendAsync();

    [Benchmark(Description = "Refit"), BenchmarkCategory("send")]
    public Task RefitSend() => _refit.SendAsync();

    [Benchmark(Description = "RestSharp"), BenchmarkCategory("send")]
    public Task RestSharpSend() => _restSharp.SendAsync();

    [Benchmark(Baseline = true, Description = "HttpClient"), BenchmarkCategory("upload 64 KiB")]
    public Task<string> RawUpload() => _raw.UploadAsync();

    [Benchmark(Description = "Mxit"), BenchmarkCategory("upload 64 KiB")]
    public Task<string> MxitUpload() => _mxit.UploadAsync();

    [Benchmark(Description = "Refit"), BenchmarkCategory("upload 64 KiB")]
    public Task<string> RefitUpload() => _refit.UploadAsync();

    [Benchmark(Description = "RestSharp"), BenchmarkCategory("upload 64 KiB")]
    public Task<string> RestSharpUpload() => _restSharp.UploadAsync();

    // A way that fails fast would look fast.
    private static async Task CheckAsync(ICaller caller)
    {
        await caller.SendAsync();
        if (await caller.GetAsync() != AnsweringServer.Profile || await caller.UploadAsync() != AnsweringServer.FileId)
        {
            throw new InvalidOperationException($"{caller.GetType().Name} does not get what the server sends.");
        }
    }
}
