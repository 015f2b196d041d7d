using Microsoft.Extensions.Configuration;

namespace Mxit.Extensions.DependencyInjection;

/// <summary>A client of this name was added; adding it again adds options to it.</summary>
internal sealed record ClientRegistration(string Name);

/// <summary>A client of this name takes options from a section of configuration.</summary>
internal sealed record ClientSection(string Name, IConfiguration Section)
{
    /// <summary>The section's part of a full key, such as <c>Mxit:</c>.</summary>
    public string Prefix =>
        Section is IConfigurationSection { Path: { Length: > 0 } path } ? path + ConfigurationPath.KeyDelimiter : "";
}

/// <summary>A client of this name shares its tokens.</summary>
internal sealed record ClientTokenCache(string Name);
