using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Mxit.Extensions.DependencyInjection;

/// <summary>Names everything that is wrong with one client at once, by the keys under which its options were set.</summary>
internal sealed class ClientOptionsValidator(string name, IServiceProvider provider) : IValidateOptions<MxitClientOptions>
{
    public ValidateOptionsResult Validate(string? optionsName, MxitClientOptions options)
    {
        if (optionsName != name)
        {
            return ValidateOptionsResult.Skip;
        }

        var sections = provider.GetServices<ClientSection>().Where(section => section.Name == name).ToList();
        var unreadable = sections.SelectMany(section => OptionsReader.Read(section.Section, new MxitClientOptions())
            .Select(error => section.Prefix + error)).ToList();
        var prefix = sections.Count > 0
            ? sections[^1].Prefix
            : name.Length == 0 ? $"{nameof(MxitClientOptions)}." : $"{nameof(MxitClientOptions)} '{name}': ";
        var errors = unreadable.Concat(options.Validate().Select(error => prefix + error))
            .Concat(MissingForTokenCache(options)).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private IEnumerable<string> MissingForTokenCache(MxitClientOptions options)
    {
        if (options.TokenCache is not null || !provider.GetServices<ClientTokenCache>().Any(cache => cache.Name == name))
        {
            yield break;
        }

        var services = provider.GetRequiredService<IServiceProviderIsService>();
        if (!services.IsService(typeof(IDistributedCache)))
        {
            yield return $"{nameof(MxitClientBuilder.AddTokenCache)} needs an {nameof(IDistributedCache)}: " +
                "add one that the processes share, such as AddStackExchangeRedisCache.";
        }

        if (!services.IsService(typeof(IDataProtectionProvider)))
        {
            yield return $"{nameof(MxitClientBuilder.AddTokenCache)} needs data protection, so that no token leaves the " +
                "process as it is: add it with AddDataProtection, with keys that the processes share.";
        }
    }
}
