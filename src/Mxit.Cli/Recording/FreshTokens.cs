using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Mxit.Cli.Recording;

/// <summary>Requests tokens of the kinds in a recording, each kind once.</summary>
internal sealed class FreshTokens(HttpClient http, ReplayOptions options)
{
    private readonly Dictionary<RecordedToken, string> _tokens = [];

    public AuthenticationHeaderValue Basic { get; } = new(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ClientId}:{options.ClientSecret}")));

    /// <exception cref="ReplayException">The server issues no token.</exception>
    public async Task<string> GetAsync(RecordedToken kind, CancellationToken cancellationToken)
    {
        if (_tokens.TryGetValue(kind, out var known))
        {
            return known;
        }

        var login = options.LoginFor(kind.UserId);
        var form = kind.UserId is null
            ? $"grant_type=client_credentials&scope={Uri.EscapeDataString(kind.Scope)}"
            : $"grant_type=password&scope={Uri.EscapeDataString(kind.Scope)}&username={Uri.EscapeDataString(login)}" +
                $"&password={Uri.EscapeDataString(options.PasswordOf(login))}";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Server, MxitRoutes.Token))
        {
            Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.Authorization = Basic;
        using var answer = await http.SendAsync(request, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new ReplayException(kind.UserId is null
                ? $"no token for the app with '{kind.Scope}': {body}"
                : $"no token for {login} with '{kind.Scope}': {body} (the app needs --legacy --password-grant)");
        }

        using var json = JsonDocument.Parse(body);
        return _tokens[kind] = json.RootElement.GetProperty("access_token").GetString()!;
    }
}

/// <summary>An exchange cannot be replayed; the message says why.</summary>
/// <param name="message">The reason, for the user.</param>
internal sealed class ReplayException(string message) : Exception(message);
