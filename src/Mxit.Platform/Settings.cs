using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Mxit.Platform;

/// <summary>How a feature declares its settings.</summary>
internal static class Settings
{
    /// <summary>
    /// Binds <typeparamref name="T"/> to the section <c>Mxit:</c><paramref name="section"/> and has it checked at start,
    /// together with all others, so that every fault is reported at once: values out of range, values of the wrong kind,
    /// and names that mean nothing.
    /// </summary>
    public static OptionsBuilder<T> AddMxitSettings<T>(this IServiceCollection services, string section)
        where T : class, new()
    {
        services.AddSingleton<IValidateOptions<T>>(provider =>
            new Faults<T>(provider.GetRequiredService<IConfiguration>(), section));
        return services.AddOptions<T>()
            .Configure<IConfiguration>((settings, configuration) => Bind(settings, configuration, section))
            .ValidateOnStart();
    }

    /// <summary>
    /// Reads settings before there are services. A fault is not reported here but at start, and the default stands in until
    /// then.
    /// </summary>
    public static T Read<T>(IConfiguration configuration, string section)
        where T : class, new()
    {
        var settings = new T();
        Bind(settings, configuration, section);
        return settings;
    }

    // One value at a time: a binder that is given all of them stops at the first that is wrong.
    private static List<string> Bind(object settings, IConfiguration configuration, string section)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var faults = new List<string>();
        foreach (var child in configuration.GetSection($"Mxit:{section}").GetChildren())
        {
            try
            {
                new ConfigurationBuilder()
                    .AddInMemoryCollection(child.AsEnumerable().Select(pair =>
                        KeyValuePair.Create(pair.Key[$"Mxit:{section}:".Length..], pair.Value)))
                    .Build()
                    .Bind(settings, binder => binder.ErrorOnUnknownConfiguration = true);
            }
            catch (InvalidOperationException fault)
            {
                faults.Add(fault.InnerException is null
                    ? $"{child.Path} is not a setting."
                    : $"{child.Path} cannot be '{child.Value}': {fault.InnerException.Message}");
            }
        }

        return faults;
    }

    private sealed class Faults<T>(IConfiguration configuration, string section) : IValidateOptions<T>
        where T : class, new()
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var faults = Bind(new T(), configuration, section);
            var outOfRange = new List<ValidationResult>();
            Validator.TryValidateObject(options, new ValidationContext(options), outOfRange, validateAllProperties: true);
            faults.AddRange(outOfRange.Select(fault =>
                $"{string.Join(", ", fault.MemberNames.Select(member => $"Mxit:{section}:{member}"))} is wrong: " +
                $"{fault.ErrorMessage}"));
            return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
        }
    }
}
