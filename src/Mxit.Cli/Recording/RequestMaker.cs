using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Mxit.Cli.Tour;

namespace Mxit.Cli.Recording;

/// <summary>Creates the request of a recorded exchange again, without headers of the connection and the date.</summary>
internal sealed class RequestMaker(
    ReplayOptions options, Substitutions substitutions, FreshTokens tokens, IReadOnlyDictionary<RecordedExchange, string> people)
{
    private const int LargestPlaceholder = 1024 * 1024;

    private static readonly HashSet<string> NotAgain = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authorization",
        "Expect",
        "Accept-Encoding", "Authorization", "Cookie", "Upgrade", "TE", "Trailer",
    };

    private readonly string _run = Guid.NewGuid().ToString("N");

    /// <summary>The hidden fields of the last consent page.</summary>
    public IReadOnlyDictionary<string, string> Hidden { get; set; } = new Dictionary<string, string>();

    public async Task<HttpRequestMessage> MakeAsync(RecordedExchange exchange, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(new HttpMethod(exchange.Method), new Uri(options.Server, Target(exchange)));
        if (BodyOf(exchange) is { } body)
        {
            request.Content = new ByteArrayContent(body);
        }

        foreach (var (name, value) in exchange.Headers)
        {
            if (name.Equals(MxitHeaders.IdempotencyKey, StringComparison.OrdinalIgnoreCase))
            {
                // The server would return the stored response for a key that was used before.
                request.Headers.TryAddWithoutValidation(name, $"{_run}-{value}"[..Math.Min(255, _run.Length + 1 + value.Length)]);
            }
            else if (!NotAgain.Contains(name) && !request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        request.Headers.Authorization = await AuthorizationAsync(exchange, cancellationToken);
        return request;
    }

    private string Target(RecordedExchange exchange)
    {
        var parts = exchange.Target.Split('?', 2);
        return substitutions.Apply(parts[0]) + (parts.Length == 2 ? "?" + Pairs(exchange, parts[1]) : "");
    }

    private async Task<AuthenticationHeaderValue?> AuthorizationAsync(
        RecordedExchange exchange, CancellationToken cancellationToken)
    {
        if (exchange.Header("Authorization") is not { } recorded)
        {
            return null;
        }

        var parts = recorded.Split(' ', 2);
        if (parts[0].Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            // A token that was refused stays invalid.
            return exchange.Status == 401
                ? new AuthenticationHeaderValue(parts[0], Convert.ToBase64String("nobody:nothing"u8))
                : tokens.Basic;
        }

        var token = parts.ElementAtOrDefault(1)?.Trim() ?? "";
        var now = substitutions.FindOrNull(token)
            ?? (exchange.Token is { } kind ? await tokens.GetAsync(kind, cancellationToken) : null)
            ?? (exchange.Status == 401 ? new string('0', 32) : null)
            ?? throw new ReplayException("the recording does not say what kind of token it was made with, nor how it was got");
        return new AuthenticationHeaderValue(parts[0], now);
    }

    private byte[]? BodyOf(RecordedExchange exchange)
    {
        if (exchange.Body is null)
        {
            return exchange.BodySize > 0 ? Placeholder(exchange) : null;
        }

        if (exchange.Header("Content-Type") is { } type && !type.Contains("form", StringComparison.OrdinalIgnoreCase)
            && !type.Contains("json", StringComparison.OrdinalIgnoreCase)
            && !type.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
        {
            return exchange.Body;
        }

        var text = Encoding.UTF8.GetString(exchange.Body);
        return Encoding.UTF8.GetBytes(IsForm(exchange, text) ? Pairs(exchange, text) : substitutions.Apply(text));
    }

    private static bool IsForm(RecordedExchange exchange, string text) =>
        text is not ['{' or '[' or '"', ..]
        && exchange.Header("Content-Type")?.Contains("json", StringComparison.OrdinalIgnoreCase) != true
        && text.Contains('=', StringComparison.Ordinal);

    // The recorded fields, with the current credentials and hidden fields.
    private string Pairs(RecordedExchange exchange, string pairs) => string.Join('&', pairs.Split('&').Select(pair =>
    {
        var parts = pair.Split('=', 2);
        if (parts.Length < 2)
        {
            return substitutions.Apply(pair);
        }

        var value = WebUtility.UrlDecode(parts[1]);
        var login = options.LoginFor(people.GetValueOrDefault(exchange));
        var now = parts[0] switch
        {
            "client_id" => options.ClientId,
            "client_secret" => options.ClientSecret,
            "username" => login,
            "password" => options.PasswordOf(login),
            "__RequestVerificationToken" => Hidden.GetValueOrDefault(parts[0], value),
            _ => substitutions.Apply(value),
        };
        return now == value ? pair : $"{parts[0]}={Uri.EscapeDataString(now)}";
    }));

    // Content of the same kind replaces a file that is not in the recording.
    private static byte[] Placeholder(RecordedExchange exchange)
    {
        var type = exchange.Header("Content-Type") ?? "";
        if (exchange.Status >= 400)
        {
            // It was refused, perhaps because it was not a picture: the replacement is not one either.
            return new byte[Math.Min(exchange.BodySize, LargestPlaceholder)];
        }

        if (type.Contains("xml", StringComparison.OrdinalIgnoreCase))
        {
            return Encoding.UTF8.GetBytes(
                "<base64Binary xmlns=\"http://schemas.microsoft.com/2003/10/Serialization/\">" +
                $"{Convert.ToBase64String(TestPicture.Draw())}</base64Binary>");
        }

        return type.StartsWith("image/", StringComparison.OrdinalIgnoreCase)
            || exchange.Path.TrimEnd('/').EndsWith(MxitRoutes.UserAvatar, StringComparison.OrdinalIgnoreCase)
            || exchange.Path.TrimEnd('/').EndsWith(MxitRoutes.UserCover, StringComparison.OrdinalIgnoreCase)
                ? TestPicture.Draw()
                : new byte[Math.Min(exchange.BodySize, LargestPlaceholder)];
    }
}
