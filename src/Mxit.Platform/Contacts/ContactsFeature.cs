using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.Messages;
using Mxit.Platform.Profiles;

namespace Mxit.Platform.Contacts;

/// <summary>Contact lists: who gets whose messages, who may know whom.</summary>
internal static class ContactsFeature
{
    /// <summary>Adds the feature. Other features may add an <see cref="IAppAddedStore"/> each.</summary>
    public static IServiceCollection AddContacts(this IServiceCollection services)
    {
        services.AddMxitSettings<ContactSettings>("Contacts");
        services.AddSingleton<ContactStore>();
        services.AddSingleton<IPersonRemovedStore>(provider => provider.GetRequiredService<ContactStore>());
        services.AddSingleton<ContactListStore>();
        services.AddSingleton<FriendStore>();
        services.AddSingleton<FriendLists>();
        services.AddSingleton(provider => new ContactService(
            provider.GetRequiredService<ContactStore>(),
            provider.GetRequiredService<FriendLists>(),
            provider.GetRequiredService<MessageNews>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ContactListService(
            provider.GetRequiredService<ContactListStore>(), provider.GetRequiredService<PersonStates>()));
        services.AddSingleton(provider => new PersonViewService(
            provider.GetRequiredService<PersonDirectory>(),
            provider.GetRequiredService<ProfileService>(),
            provider.GetRequiredService<ContactListService>()));
        services.AddSingleton(provider => new SuggestionService(
            provider.GetRequiredService<FriendStore>(),
            provider.GetRequiredService<FriendLists>(),
            provider.GetRequiredService<PersonDirectory>(),
            provider.GetRequiredService<ProfileService>()));
        services.AddSingleton<ContactImportStore>();
        services.AddSingleton(provider => new ContactImporter(
            provider.GetRequiredService<AccountService>(),
            provider.GetRequiredService<ContactImportStore>(),
            provider.GetRequiredService<FriendLists>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddStartupWork<DevelopmentContacts>();
        return services;
    }

    /// <summary>Maps <c>/user/socialgraph/*</c>, <c>/messenger/contacts</c> and <c>/messenger/suggestions</c>.</summary>
    public static void MapContacts(this IEndpointRouteBuilder routes)
    {
        routes.MapSocialGraph();
        routes.MapPersonViews();
        routes.MapMessengerContacts();
    }
}
