using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mxit;
using Mxit.Extensions.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Puts Mxit's client into the service container. It is made once, when somebody first asks for it, and lives as long as the
/// container; wrong options are all named when the host starts.
/// </summary>
public static class MxitServiceCollectionExtensions
{
    /// <summary>Adds the client of the one app: ask for <see cref="MxitClient"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>Adds handlers, or a shared token cache.</returns>
    public static MxitClientBuilder AddMxit(this IServiceCollection services, Action<MxitClientOptions> configure) =>
        Add(services, Options.Options.DefaultName, configure);

    /// <summary>Adds the client of the one app, with options from configuration: ask for <see cref="MxitClient"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="section">
    /// Has the options by their names, such as <c>ClientId</c> and <c>ClientSecret</c>. It is read when the client is made; later
    /// changes have no effect.
    /// </param>
    /// <returns>Adds handlers, or a shared token cache.</returns>
    public static MxitClientBuilder AddMxit(this IServiceCollection services, IConfiguration section) =>
        Add(services, Options.Options.DefaultName, section);

    /// <summary>Adds the client of one of several apps: ask for <see cref="MxitClient"/> with the name as its key.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name, by which <c>[FromKeyedServices]</c> finds it.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>Adds handlers, or a shared token cache.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static MxitClientBuilder AddMxit(this IServiceCollection services, string name, Action<MxitClientOptions> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Add(services, name, configure);
    }

    /// <summary>
    /// Adds the client of one of several apps, with options from configuration: ask for <see cref="MxitClient"/> with the name as
    /// its key.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name, by which <c>[FromKeyedServices]</c> finds it.</param>
    /// <param name="section">Has the options by their names, as in
    /// <see cref="AddMxit(IServiceCollection, IConfiguration)"/>.</param>
    /// <returns>Adds handlers, or a shared token cache.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static MxitClientBuilder AddMxit(this IServiceCollection services, string name, IConfiguration section)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Add(services, name, section);
    }

    private static MxitClientBuilder Add(IServiceCollection services, string name, Action<MxitClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var builder = AddCore(services, name);
        services.Configure(name, configure);
        return builder;
    }

    private static MxitClientBuilder Add(IServiceCollection services, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        var builder = AddCore(services, name);
        services.Configure<MxitClientOptions>(name, options => OptionsReader.Read(section, options));
        services.AddSingleton(new ClientSection(name, section));
        return builder;
    }

    private static MxitClientBuilder AddCore(IServiceCollection services, string name)
    {
        var builder = new MxitClientBuilder(services, name);
        if (services.Any(service => service.ImplementationInstance is ClientRegistration known && known.Name == name))
        {
            return builder;
        }

        services.AddSingleton(new ClientRegistration(name));
        services.AddSingleton<IValidateOptions<MxitClientOptions>>(provider => new ClientOptionsValidator(name, provider));
        services.AddOptions<MxitClientOptions>(name)
            .Configure<IServiceProvider>(static (options, provider) =>
                options.TimeProvider = provider.GetService<TimeProvider>() ?? options.TimeProvider)
            .ValidateOnStart();
        HttpPipeline.Add(builder);
        if (name.Length == 0)
        {
            services.TryAddSingleton(provider => ClientFactory.Create(provider, name));
        }
        else
        {
            services.TryAddKeyedSingleton(name, (provider, _) => ClientFactory.Create(provider, name));
        }

        return builder;
    }
}
