using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mxit.Server;

/// <summary>Where the server listens and keeps its files. Section <c>Mxit:Server</c>.</summary>
internal sealed class ServerSettings
{
    /// <summary>The addresses to listen on, separated by semicolons.</summary>
    public string Listen { get; set; } = "http://127.0.0.1:5080";

    /// <summary>
    /// The address under which others reach the server, such as <c>https://mxit.example.org</c>. It is the issuer of
    /// tokens, so it is never taken from a request. Empty means the first of <see cref="Listen"/>, which must then be
    /// a concrete address.
    /// </summary>
    public string PublicAddress { get; set; } = "";

    /// <summary>
    /// The proxies in front of the server, as addresses and networks such as <c>10.0.0.5; 10.1.0.0/16; ::1</c>. What they say of
    /// the client in <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> counts; from everybody else it does not. Empty means
    /// that there is none.
    /// </summary>
    public string TrustedProxies { get; set; } = "";

    /// <summary>
    /// The folder for the database file, the keys and the media; relative to the current folder. <c>data</c> when nothing is set,
    /// in development mode <c>data-dev</c>.
    /// </summary>
    public string? DataFolder { get; set; }

    /// <summary>Write logs as JSON, one object a line, rather than for people.</summary>
    public bool JsonLogs { get; set; }

    /// <summary>
    /// Development mode: people, apps and fixed credentials to play with. Never for a server that others can reach.
    /// </summary>
    public bool Development { get; set; }

    /// <summary>
    /// How long the server goes on after it was told to stop, in seconds, while <c>/health/ready</c> says that it stops: time for
    /// a load balancer to notice. 3 when nothing is set, in development mode 0.
    /// </summary>
    [Range(0, 20)]
    public int? StopDelaySeconds { get; set; }

    internal TimeSpan GetStopDelay() => TimeSpan.FromSeconds(StopDelaySeconds ?? (Development ? 0 : 3));

    internal string GetDataFolder() =>
        Path.GetFullPath(string.IsNullOrWhiteSpace(DataFolder) ? DataFolders.Usual(Development) : DataFolder);

    internal Uri GetPublicAddress() =>
        new(PublicAddress.Length > 0 ? PublicAddress : Listen.Split(';', StringSplitOptions.TrimEntries)[0], UriKind.Absolute);
}

/// <summary>Where the data are when nobody says.</summary>
internal static class DataFolders
{
    /// <summary>
    /// The usual folder, relative to the current one. What development mode seeds is kept apart from everything else.
    /// </summary>
    public static string Usual(bool isDevelopment) => isDevelopment ? "data-dev" : "data";
}

internal sealed class ServerSettingsValidator : IValidateOptions<ServerSettings>
{
    public ValidateOptionsResult Validate(string? name, ServerSettings options)
    {
        var faults = new List<string>();
        var listen = options.Listen.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (listen.Length == 0)
        {
            faults.Add("Mxit:Server:Listen is empty; an address such as http://127.0.0.1:5080 is needed.");
        }

        foreach (var address in listen)
        {
            if (!IsHttp(address.Replace("://*", "://0.0.0.0", StringComparison.Ordinal)
                .Replace("://+", "://0.0.0.0", StringComparison.Ordinal)))
            {
                faults.Add($"Mxit:Server:Listen holds '{address}', which is not an address such as http://127.0.0.1:5080.");
            }
        }

        if (options.PublicAddress.Length > 0)
        {
            if (!IsHttp(options.PublicAddress))
            {
                faults.Add(
                    $"Mxit:Server:PublicAddress is '{options.PublicAddress}', which is not an address such as " +
                    "https://mxit.example.org.");
            }
        }
        else if (listen.Length > 0 && IsWildcard(listen[0]))
        {
            faults.Add(
                $"Mxit:Server:Listen is '{listen[0]}', which tells nobody where the server is; set Mxit:Server:PublicAddress, " +
                "for example to https://mxit.example.org.");
        }

        faults.AddRange(TrustedProxyList.FindFaults(options.TrustedProxies));
        if (options.DataFolder is { } folder && string.IsNullOrWhiteSpace(folder))
        {
            faults.Add("Mxit:Server:DataFolder is empty; the name of a folder is needed.");
        }

        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }

    private static bool IsHttp(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") && uri.PathAndQuery == "/";

    private static bool IsWildcard(string address) =>
        address.Contains("//*", StringComparison.Ordinal) || address.Contains("//+", StringComparison.Ordinal)
        || address.Contains("//0.0.0.0", StringComparison.Ordinal) || address.Contains("//[::]", StringComparison.Ordinal);
}
