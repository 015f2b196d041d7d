using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Mxit.Platform;

/// <summary>How a feature declares its settings.</summary>
public static class Settings
{
    /// <summary>
    /// Binds <typeparamref name="T"/> to the section <c>Mxit:</c><paramref name="section"/> and has it checked at start,
    /// together with all others, so that every fault is reported at once.
    /// </summary>
    public static OptionsBuilder<T> AddMxitSettings<T>(this IServiceCollection services, string section)
        where T : class =>
        services.AddOptions<T>().BindConfiguration($"Mxit:{section}").ValidateDataAnnotations().ValidateOnStart();
}
