using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Names = Mxit.Platform.HistoricHosts;

namespace Mxit.Cli.Hosts;

/// <summary>Requests a token for an app, uses it with and without TLS, and revokes it.</summary>
internal sealed class RoundTrip(HostsCheckOptions options, X509Certificate2 authority)
{
    // Nobody has this login, so no personal data is read. The server finds this out only after it has accepted the token.
    private const string Nobody = "m00000000000";

    public async Task<CheckStep> RunAsync(CancellationToken cancellationToken)
    {
        using var http = CreateClient();
        try
        {
            var form = $"grant_type=client_credentials&scope={Uri.EscapeDataString(MxitScopes.ProfilePublic)}";
            using var answer = await PostAsync(http, "token", form, cancellationToken);
            var body = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (answer.StatusCode == HttpStatusCode.Unauthorized)
            {
                return CheckStep.Missing(
                    $"no token: the server knows no app with the id {options.ClientId} and that secret. Make one:",
                    "mxit admin app add NAME --legacy",
                    $"{HostsCommands.SecretVariable}=its-secret mxit hosts check --client-id its-id");
            }

            if (answer.StatusCode != HttpStatusCode.OK)
            {
                return CheckStep.Missing($"no token: {(int)answer.StatusCode} from https://{Names.Auth}/token", body);
            }

            using var json = JsonDocument.Parse(body);
            var token = json.RootElement.GetProperty("access_token").GetString()!;
            foreach (var scheme in (string[])["https", "http"])
            {
                if (await RequestAsync(http, scheme, token, cancellationToken) is { } problem)
                {
                    return problem;
                }
            }

            using var revoked = await PostAsync(http, "revoke", $"token={token}", cancellationToken);
            return CheckStep.Ok($"a token of https://{Names.Auth} is known at {Names.Api}, with and without TLS");
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or KeyNotFoundException
            or InvalidOperationException)
        {
            return CheckStep.Missing($"no token: what answers is not this server ({failure.Message})");
        }
    }

    private async Task<CheckStep?> RequestAsync(HttpClient http, string scheme, string token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{scheme}://{Names.Api}/{MxitRoutes.UserProfile}/{Nobody}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, cancellationToken);
        return answer.StatusCode switch
        {
            HttpStatusCode.NotFound when answer.Headers.Contains(MxitHeaders.RequestId) => null,
            HttpStatusCode.Forbidden => CheckStep.Missing(
                $"the token is refused without TLS: the app with the id {options.ClientId} is of the strict profile. Old " +
                "programs need one of the other:",
                "mxit admin app add NAME --legacy"),
            _ => CheckStep.Missing(
                $"the token is refused: {(int)answer.StatusCode} from {scheme}://{Names.Api}; another server answers there"),
        };
    }

    private Task<HttpResponseMessage> PostAsync(HttpClient http, string path, string form, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"https://{Names.Auth}/{path}")
        {
            Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ClientId}:{options.ClientSecret}")));
        return http.SendAsync(request, cancellationToken);
    }

    // Requests contain the names, whatever their address is: the address is checked in another step.
    private HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = TrustCheck.TrustOf(authority) },
        ConnectCallback = async (context, cancellationToken) =>
        {
            var port = context.DnsEndPoint.Port == 443 ? options.HttpsPort : options.HttpPort;
            var socket = new Socket(options.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(options.Address, port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    });
}
