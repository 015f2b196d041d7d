using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Mxit.Extensions.DependencyInjection;

/// <summary>Makes a client from its options and the services of the container.</summary>
internal static class ClientFactory
{
    /// <exception cref="OptionsValidationException">Some options are wrong; all of them are named.</exception>
    public static MxitClient Create(IServiceProvider provider, string name)
    {
        // Fresh ones: those of IOptionsMonitor belong to everybody.
        var options = provider.GetRequiredService<IOptionsFactory<MxitClientOptions>>().Create(name);
        options.HttpClient ??= provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpPipeline.NameOf(name));
        if (provider.GetServices<ClientTokenCache>().Any(cache => cache.Name == name))
        {
            options.TokenCache ??= provider.GetRequiredService<DistributedTokenCache>();
        }

        return new MxitClient(options);
    }
}
