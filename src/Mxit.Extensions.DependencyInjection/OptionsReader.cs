using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Mxit.Extensions.DependencyInjection;

/// <summary>
/// Reads options from configuration. The binder of the framework stops at the first value that it cannot read, and needs
/// reflection or a generator that knows no abstract types; this reads on, and says all that is wrong.
/// </summary>
internal static class OptionsReader
{
    private const string Address = "must be an absolute address, such as https://mxit.example.org/.";

    private const string Time = "must be a time such as 00:01:40.";

    private delegate bool Parser<T>(string text, out T value);

    /// <summary>Sets what is there and can be read.</summary>
    /// <returns>What is unknown or cannot be read, each beginning with its key. Values are not repeated: one could be a secret in
    /// the wrong place.</returns>
    public static IReadOnlyList<string> Read(IConfiguration section, MxitClientOptions options)
    {
        var errors = new List<string>();
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        options.ClientId = Text(nameof(options.ClientId)) ?? options.ClientId;
        options.ClientSecret = Text(nameof(options.ClientSecret)) ?? options.ClientSecret;

        // The address of both first, so that one of them can be another.
        Set<Uri>(nameof(options.BaseAddress), IsAddress, Address, value => options.BaseAddress = value);
        Set<Uri>(nameof(options.AuthAddress), IsAddress, Address, value => options.AuthAddress = value);
        Set<Uri>(nameof(options.ApiAddress), IsAddress, Address, value => options.ApiAddress = value);
        Set<Uri>(nameof(options.Issuer), IsAddress, Address, value => options.Issuer = value);
        Set<TimeSpan>(nameof(options.TokenRefreshMargin), IsTime, Time, value => options.TokenRefreshMargin = value);
        Set<TimeSpan>(nameof(options.Timeout), IsTime, Time, value => options.Timeout = value);
        Set<int>(nameof(options.MaxRetries), IsNumber, "must be a whole number.", value => options.MaxRetries = value);
        Set<bool>(
            nameof(options.AllowInsecureAddresses), bool.TryParse, "must be true or false.",
            value => options.AllowInsecureAddresses = value);
        // Beside the keys of a root stands whatever else the host is told, such as all variables of the environment.
        if (section is IConfigurationSection)
        {
            errors.AddRange(section.GetChildren().Where(child => !known.Contains(child.Key))
                .Select(child => $"{child.Key} is not an option of the client."));
        }

        return errors;

        string? Text(string key)
        {
            known.Add(key);
            return section[key];
        }

        void Set<T>(string key, Parser<T> parse, string rule, Action<T> set)
        {
            if (Text(key) is not { Length: > 0 } text)
            {
                return;
            }

            if (parse(text, out var value))
            {
                set(value);
            }
            else
            {
                errors.Add($"{key} {rule}");
            }
        }
    }

    private static bool IsAddress(string text, out Uri value) => Uri.TryCreate(text, UriKind.Absolute, out value!);

    // A number alone would be taken for days.
    private static bool IsTime(string text, out TimeSpan value)
    {
        value = default;
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
    }

    private static bool IsNumber(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
