using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Data;

namespace Mxit.Platform.Contacts;

/// <summary>Contact lists: who gets whose messages.</summary>
public static class ContactsFeature
{
    /// <summary>Adds the feature.</summary>
    public static IServiceCollection AddContacts(this IServiceCollection services)
    {
        services.AddSingleton<ContactStore>();
        services.AddSingleton(provider => new ContactService(
            provider.GetRequiredService<ContactStore>(), provider.GetRequiredService<TimeProvider>()));
        services.AddStartupWork<DevelopmentContacts>();
        return services;
    }
}
