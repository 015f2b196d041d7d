using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Mxit.Extensions.DependencyInjection;

namespace Mxit;

/// <summary>
/// Adds to a client what a host wants besides. It also is the <see cref="IHttpClientBuilder"/> of the client's connections, so
/// that everything that is written for one works on it: handlers, resilience, loggers.
/// </summary>
public sealed class MxitClientBuilder : IHttpClientBuilder
{
    internal MxitClientBuilder(IServiceCollection services, string clientName)
    {
        Services = services;
        ClientName = clientName;
        Name = HttpPipeline.NameOf(clientName);
    }

    /// <summary>The name of the HTTP client below, <c>Mxit</c> or <c>Mxit:</c> and the name of the client.</summary>
    public string Name { get; }

    /// <summary>The services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The name of the client, which is also that of its options; empty for the one without a name.</summary>
    public string ClientName { get; }

    /// <summary>
    /// Shares the app's own tokens between the processes of the app, through the host's <c>IDistributedCache</c>, protected by
    /// the host's data protection. Both must be there, and each process must have the same keys and application name of data
    /// protection; one that has not goes on with tokens of its own.
    /// </summary>
    /// <returns>This builder.</returns>
    public MxitClientBuilder AddTokenCache()
    {
        Services.AddSingleton(new ClientTokenCache(ClientName));

        // Made by hand: a host that checks its services when it is built would name what is missing before, and less clearly
        // than, the check of the options.
        Services.TryAddSingleton(static provider => new DistributedTokenCache(
            provider.GetRequiredService<IDistributedCache>(),
            provider.GetRequiredService<IDataProtectionProvider>(),
            provider.GetRequiredService<ILogger<DistributedTokenCache>>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System));
        return this;
    }
}
