using System.Text;
using Mxit.Server.HistoricHosts;
using Hosts = Mxit.Platform.HistoricHosts;

namespace Mxit.EndToEnd.Tests.Compatibility;

/// <summary>A server that answers under the historic names, at free ports, and the requests of old programs to it.</summary>
public sealed class HistoricServer : IAsyncLifetime
{
    public const string Alice = "m10000000001";
    public const string Bob = "m10000000002";
    public const string Carol = "m10000000003";
    public const string Dave = "m10000000004";
    public const string Id = "11111111111111111111111111111111";
    public const string Secret = "22222222222222222222222222222222";
    public const string StrictId = "33333333333333333333333333333333";
    public const string StrictSecret = "44444444444444444444444444444444";

    private Server? _server;

    /// <summary>The public address; empty for the one that the server listens on.</summary>
    public string PublicAddress { get; init; } = "";

    /// <summary>
    /// The credentials of the app <c>demo</c> as every library writes them, also when they stand in the address.
    /// </summary>
    public static string Basic => BasicOf(Id, Secret);

    public static string StrictBasic => BasicOf(StrictId, StrictSecret);

    internal Server Inner => _server!;

    internal HistoricListeners Listeners => Inner.Get<HistoricListeners>();

    public async ValueTask InitializeAsync() => _server = await Server.StartAsync(configure: options =>
    {
        options.Settings["Mxit:HistoricHosts:Enabled"] = "true";
        options.Settings["Mxit:HistoricHosts:HttpPort"] = "0";
        options.Settings["Mxit:HistoricHosts:HttpsPort"] = "0";
        options.Settings["Mxit:Server:PublicAddress"] = PublicAddress;
    });

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>Sends a request without TLS, as most old programs did.</summary>
    internal Task<RawAnswer> PlainAsync(string head, string body = "") => PlainAsync(head, Encoding.UTF8.GetBytes(body));

    internal async Task<RawAnswer> PlainAsync(string head, byte[] body)
    {
        await using var stream = await RawHttp.ConnectAsync(Listeners.HttpPort);
        await stream.WriteAsync(RawHttp.Bytes(head, body));
        return await RawHttp.ReadAsync(stream, head.StartsWith("HEAD ", StringComparison.Ordinal));
    }

    /// <summary>Sends a request with TLS, trusting the server's own authority only.</summary>
    internal Task<RawAnswer> TlsAsync(string name, string head, string body = "") =>
        TlsAsync(name, head, Encoding.UTF8.GetBytes(body));

    internal async Task<RawAnswer> TlsAsync(string name, string head, byte[] body)
    {
        await using var stream = await RawHttp.ConnectAsync(Listeners.HttpsPort, name, Listeners.AuthorityPath);
        await stream.WriteAsync(RawHttp.Bytes(head, body));
        return await RawHttp.ReadAsync(stream);
    }

    /// <summary>Asks for a token at <c>https://auth.mxit.com/token</c>.</summary>
    internal Task<RawAnswer> TokenAsync(string form, string? basic = null) => TlsAsync(
        Hosts.Auth,
        $"""
        POST /token HTTP/1.1
        Host: auth.mxit.com
        Authorization: Basic {basic ?? Basic}
        Content-Type: application/x-www-form-urlencoded
        Content-Length: *
        Connection: close
        """,
        form);

    internal async Task<string> AppTokenAsync(string scope) =>
        Text(await TokenAsync($"grant_type=client_credentials&scope={Uri.EscapeDataString(scope)}"), "access_token");

    internal async Task<string> UserTokenAsync(string login, string scope) =>
        Text(await TokenAsync(
            $"grant_type=password&scope={Uri.EscapeDataString(scope)}&username={login}&password={login}-password"),
                "access_token");

    /// <summary>A request of the API without anything that one library does in particular.</summary>
    internal Task<RawAnswer> AskAsync(string method, string target, string? token, string? body = null) => PlainAsync(
        $"""
        {method} {target} HTTP/1.1
        Host: api.mxit.com{(token is null ? "" : $"\nAuthorization: Bearer {token}")}{(body is null ? "" : "\nContent-Length: *")}
        Connection: close
        """,
        body ?? "");

    internal static string Text(RawAnswer answer, string member) => answer.Succeeded().Json.GetProperty(member).GetString()!;

    internal static string BasicOf(string id, string secret) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"));
}
