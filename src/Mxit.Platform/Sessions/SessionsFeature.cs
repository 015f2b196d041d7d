using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mxit.Platform.Accounts;
using Mxit.Platform.SignIn;

namespace Mxit.Platform.Sessions;

/// <summary>The sessions of people on the pages.</summary>
internal static class SessionsFeature
{
    /// <summary>Adds sessions, and the cookie that stands for one.</summary>
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<SessionStore>();
        services.AddSingleton<IPersonRemovedStore>(provider => provider.GetRequiredService<SessionStore>());
        services.AddSingleton(provider => new SessionService(
            provider.GetRequiredService<SessionStore>(),
            provider.GetRequiredService<IOptions<SignInSettings>>(),
            provider.GetRequiredService<SecurityEvents>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SessionService>>()));
        services.AddSingleton<IAccessEnder>(provider => provider.GetRequiredService<SessionService>());
        services.AddHostedService<EndedSessionCleaner>();
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, ConfigureSession>();
        services.AddAuthentication().AddCookie(PersonSession.Scheme);
        return services;
    }
}
