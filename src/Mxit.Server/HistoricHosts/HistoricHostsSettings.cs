using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace Mxit.Server.HistoricHosts;

/// <summary>
/// Whether and where the server answers under <c>auth.mxit.com</c> and <c>api.mxit.com</c>, for programs that know no other
/// names. Section <c>Mxit:HistoricHosts</c>.
/// </summary>
internal sealed class HistoricHostsSettings
{
    /// <summary>Answer under the historic names, besides the ordinary address.</summary>
    public bool Enabled { get; set; }

    /// <summary>The addresses to listen on, separated by semicolons: numbers, no names and no ports.</summary>
    public string Listen { get; set; } = "127.0.0.1";

    /// <summary>
    /// The port without TLS. Programs ask for 80; any other needs something in front that leads there. 0 takes a free one.
    /// </summary>
    [Range(0, 65_535)]
    public int HttpPort { get; set; } = 80;

    /// <summary>
    /// The port with TLS. Programs ask for 443; any other needs something in front that leads there. 0 takes a free one.
    /// </summary>
    [Range(0, 65_535)]
    public int HttpsPort { get; set; } = 443;

    /// <summary>
    /// Accept TLS 1.0 and 1.1 and key exchange by RSA as well, for programs on machines of the time. Weak: for a network
    /// that is trusted. The system's OpenSSL must allow it too.
    /// </summary>
    public bool OldTls { get; set; }

    /// <summary>The addresses; those that cannot be read are left out, and reported by the validator.</summary>
    internal IReadOnlyList<IPAddress> Addresses =>
        [.. Split().Select(text => IPAddress.TryParse(text, out var address) ? address : null).OfType<IPAddress>().Distinct()];

    internal IEnumerable<string> Split() =>
        Listen.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

internal sealed class HistoricHostsSettingsValidator : IValidateOptions<HistoricHostsSettings>
{
    public ValidateOptionsResult Validate(string? name, HistoricHostsSettings options)
    {
        var faults = options.Split().Where(text => !IPAddress.TryParse(text, out _))
            .Select(text => $"Mxit:HistoricHosts:Listen holds '{text}', which is not an address such as 127.0.0.1.").ToList();
        if (!options.Split().Any())
        {
            faults.Add("Mxit:HistoricHosts:Listen is empty; an address such as 127.0.0.1 is needed.");
        }

        if (options.HttpPort == options.HttpsPort && options.HttpPort != 0)
        {
            faults.Add($"Mxit:HistoricHosts:HttpPort and HttpsPort are both {options.HttpPort}; each needs a port of its own.");
        }

        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
