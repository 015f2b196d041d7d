using System.Globalization;
using Mxit.EndToEnd.Tests.Pages;

namespace Mxit.EndToEnd.Tests.Http;

/// <summary>
/// Whatever can be read has HEAD, and a method that an address does not take is told so. Source: RFC 9110, sections 9.3.2 and
/// 15.5.6.
/// </summary>
public sealed class HeadTests
{
    private static readonly string[] OtherAddresses = ["/nowhere", "/user/nowhere", "/token/nowhere"];

    // Differ from one request to the next, or say how the body is sent.
    private static readonly string[] OfTheMoment =
        ["Date", MxitHeaders.RequestId, "RateLimit", "Transfer-Encoding", "Set-Cookie"];

    [Fact]
    public async Task Whatever_has_GET_has_HEAD_with_the_same_headers_and_nothing_after_them()
    {
        await using var server = await Server.StartAsync();
        var places = await Places.MakeAsync(server);
        using var visitor = await Visitor.SignInAsync(server, Places.Owner);
        var asked = places.Endpoints.Where(endpoint => Places.MethodsOf(endpoint).Contains("GET"))
            .Select(endpoint => (Path: places.PathOf(endpoint), Token: places.TokenFor(endpoint)))
            .Concat(OtherAddresses.Select(path => (path, (string?)null)))
            .ToList();
        Assert.True(asked.Count > 50, $"Only {asked.Count} addresses can be read.");

        var faults = new List<string>();
        foreach (var (path, token) in asked)
        {
            foreach (var accept in new[] { "*/*", "text/html,*/*" })
            {
                using var get = await AskAsync(server, HttpMethod.Get, path, token, visitor, accept);
                using var head = await AskAsync(server, HttpMethod.Head, path, token, visitor, accept);
                var body = await head.Content.ReadAsByteArrayAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
                if (get.StatusCode != head.StatusCode || body.Length > 0 || Headers(get) != Headers(head))
                {
                    faults.Add(string.Create(CultureInfo.InvariantCulture,
                        $"{path}: {(int)get.StatusCode} {Headers(get)}\n    HEAD: {(int)head.StatusCode} {Headers(head)}"));
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task A_method_that_an_address_does_not_take_is_405_and_the_others_are_named()
    {
        await using var server = await Server.StartAsync();
        var places = await Places.MakeAsync(server);
        var addresses = places.Endpoints.Select(places.PathOf).Distinct();
        string[] methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"];
        var faults = new List<string>();
        foreach (var path in addresses)
        {
            var statuses = new Dictionary<string, int>();
            var allowed = new HashSet<string>();
            foreach (var method in methods)
            {
                using var answer = await AskAsync(server, new HttpMethod(method), path, null, null, "*/*");
                statuses[method] = (int)answer.StatusCode;
                if (statuses[method] == 405)
                {
                    allowed.Add(string.Join(",", answer.Content.Headers.Allow.Order(StringComparer.Ordinal)));
                }
            }

            // Those that it names are exactly those that it takes, the same ones each time.
            var taken = string.Join(',', methods.Where(method => statuses[method] != 405).Order(StringComparer.Ordinal));
            if (allowed.Count != 1 || allowed.Single() != taken || statuses["GET"] == 405 != (statuses["HEAD"] == 405))
            {
                faults.Add($"{path} takes {taken} and says {string.Join(" or ", allowed)}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static string Headers(HttpResponseMessage answer) => string.Join("; ", answer.Headers.NonValidated
        .Concat(answer.Content.Headers.NonValidated)
        .Where(header => !OfTheMoment.Contains(header.Key, StringComparer.OrdinalIgnoreCase))

        // That nothing follows, HEAD need not say.
        .Where(header => !(header.Key == "Content-Length" && header.Value.ToString() == "0"))
        .Select(header => $"{header.Key}: {header.Value}")
        .Order(StringComparer.OrdinalIgnoreCase));

    private static Task<HttpResponseMessage> AskAsync(
        Server server, HttpMethod method, string path, string? token, Visitor? visitor, string accept)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }
        else if (visitor is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", visitor.Cookies);
        }

        return server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
