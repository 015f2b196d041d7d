using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Data;

namespace Mxit.Platform.Accounts;

/// <summary>People: their names, their passwords.</summary>
internal static class AccountsFeature
{
    /// <summary>Adds what keeps people.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddMxitSettings<AccountSettings>("Accounts");
        services.AddSingleton(provider => new SecurityEvents(provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IDevelopmentSeed, DevelopmentPeopleStore>();
        services.AddSingleton<AccountStore>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<PersonStore>();
        services.AddSingleton(provider => new PersonDirectory(
            provider.GetRequiredService<PersonStore>(),
            provider.GetRequiredService<IOptions<AccountSettings>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PersonChanges>();
        services.AddHostedService(provider => provider.GetRequiredService<PersonChanges>());
        services.AddSingleton(provider => new AccountService(
            provider.GetRequiredService<AccountStore>(),
            provider.GetRequiredService<PersonDirectory>(),
            provider.GetRequiredService<Passwords>(),
            provider.GetServices<IAccessEnder>(),
            provider.GetServices<IPersonRemovedStore>(),
            provider.GetRequiredService<UnitsOfWork>(),
            provider.GetRequiredService<SecurityEvents>(),
            provider.GetRequiredService<Ids>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Maps <c>GET /user/lookup/{mxitId}</c>.</summary>
    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder routes)
    {
        AccountEndpoints.Map(routes);
        return routes;
    }
}
