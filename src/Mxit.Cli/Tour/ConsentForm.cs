using System.Net;
using System.Text.RegularExpressions;

namespace Mxit.Cli.Tour;

/// <summary>
/// Acts as the person at the browser: opens the page, fills in the first form, presses its first button. Scripts of 2012 did
/// this with mechanize. Source: wire document, section 2.2.
/// </summary>
internal static partial class ConsentForm
{
    public static async Task<Uri> AllowAsync(Uri page, string login, string password, CancellationToken cancellationToken)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler);
        var html = await browser.GetStringAsync(page, cancellationToken);
        var form = Form().Match(html);
        Expect.That(form.Success, "the page has a form");
        var fields = Control().Matches(form.Value)
            .Select(control =>
                (Type: Attribute(control.Value, "type"), Name: Attribute(control.Value, "name"),
                    Value: Attribute(control.Value, "value")))
            .Where(control => control.Name.Length > 0)
            .ToList();
        var filled = fields
            .Where(control => control.Type is "hidden")
            .Append(fields.First(control => control.Type is "submit"))
            .Select(control => KeyValuePair.Create(control.Name, control.Value))
            .Append(KeyValuePair.Create("username", login))
            .Append(KeyValuePair.Create("password", password));
        using var body = new FormUrlEncodedContent(filled);
        using var answer = await browser.PostAsync(
            new Uri(page, Attribute(form.Groups[1].Value, "action")), body, cancellationToken);
        return answer.Headers.Location is { } location
            ? new Uri(page, location)
            : throw new TourException($"The form should lead back to the app, and answered {(int)answer.StatusCode}.");
    }

    private static string Attribute(string element, string name)
    {
        var found = Regex.Match(element, $"\\b{name}=\"([^\"]*)\"");
        return found.Success ? WebUtility.HtmlDecode(found.Groups[1].Value) : "";
    }

    [GeneratedRegex("<form\\b([^>]*)>.*?</form>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Form();

    [GeneratedRegex("<(?:input|button)\\b[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Control();
}
