using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Data;
using Mxit.Platform.Profiles;

namespace Mxit.Platform.Accounts;

/// <summary>People: their names, their passwords.</summary>
internal static class AccountsFeature
{
    /// <summary>Adds what keeps people.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddMxitSettings<AccountSettings>("Accounts");
        services.AddSingleton(provider => new SecurityEvents(provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<AccountStore>();
        services.AddSingleton<Passwords>();
        services.AddSingleton(provider => new AccountDirectory(
            provider.GetRequiredService<AccountStore>(),
            provider.GetRequiredService<IOptions<AccountSettings>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new AccountService(
            provider.GetRequiredService<AccountStore>(),
            provider.GetRequiredService<AccountDirectory>(),
            provider.GetRequiredService<PersonDirectory>(),
            provider.GetRequiredService<Passwords>(),
            provider.GetServices<IAccessEnder>(),
            provider.GetServices<IPersonRemovedStore>(),
            provider.GetRequiredService<UnitsOfWork>(),
            provider.GetRequiredService<SecurityEvents>(),
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
