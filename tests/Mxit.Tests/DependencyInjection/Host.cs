using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Tests.Support;

namespace Mxit.Tests.DependencyInjection;

/// <summary>Services as a host has them, with clients that talk to the stub.</summary>
internal static class Host
{
    public static ServiceProvider Build(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        add(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public static IConfigurationRoot Configuration(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value)))
        .Build();

    public static void Credentials(MxitClientOptions options)
    {
        options.ClientId = StubServer.ClientId;
        options.ClientSecret = StubServer.ClientSecret;
        options.AuthAddress = new Uri("https://auth.mxit.com/");
        options.ApiAddress = new Uri("https://api.mxit.com/");
        options.MaxRetries = 0;
    }

    /// <summary>Puts the stub in place of the network, below everything else.</summary>
    public static T TalkTo<T>(this T builder, StubServer server)
        where T : IHttpClientBuilder
    {
        builder.ConfigurePrimaryHttpMessageHandler(() => server.Handler());
        return builder;
    }
}
