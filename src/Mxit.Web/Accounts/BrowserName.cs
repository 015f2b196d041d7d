namespace Mxit.Web.Accounts;

/// <summary>The name of the browser of a session, for people.</summary>
internal static class BrowserName
{
    // The order matters: the user agent of each contains the names after it.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];

    public static string Of(string userAgent)
    {
        if (userAgent.Length == 0)
        {
            return "A browser without a name";
        }

        var browser = Find(Browsers, userAgent);
        var system = Find(Systems, userAgent);
        return browser is null
            ? userAgent[..Math.Min(userAgent.Length, 60)]
            : system is null ? browser : $"{browser} on {system}";
    }

    private static string? Find((string Mark, string Name)[] names, string userAgent) =>
        Array.Find(names, name => userAgent.Contains(name.Mark, StringComparison.Ordinal)).Name;
}
