namespace Mxit.Platform;

/// <summary>
/// The names of the historic service, which old programs hold in their code. Source: wire document, section 1.1.
/// </summary>
internal static class HistoricHosts
{
    /// <summary>Authorization.</summary>
    public const string Auth = "auth.mxit.com";

    /// <summary>The API.</summary>
    public const string Api = "api.mxit.com";

    /// <summary>Both.</summary>
    public static IReadOnlyList<string> Names { get; } = [Auth, Api];

    /// <summary>The name as it is written here, whatever its case; <see langword="null"/> for any other.</summary>
    public static string? Find(string? host)
    {
        foreach (var name in Names)
        {
            if (string.Equals(name, host, StringComparison.OrdinalIgnoreCase))
            {
                return name;
            }
        }

        return null;
    }
}
