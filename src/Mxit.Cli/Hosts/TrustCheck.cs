using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Names = Mxit.Platform.HistoricHosts;

namespace Mxit.Cli.Hosts;

/// <summary>
/// Checks whether the server's certificate is trusted: with the certificate of the authority, and by the system.
/// </summary>
internal sealed class TrustCheck(HostsCheckOptions options)
{
    public async IAsyncEnumerable<CheckStep> RunAsync(
        X509Certificate2 authority, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var name in Names.Names)
        {
            var problem = await ShakeHandsAsync(name, TrustOf(authority), cancellationToken);
            yield return problem is null
                ? CheckStep.Ok($"the certificate of {name} is trusted by who trusts that authority")
                : CheckStep.Missing(
                    $"the certificate of {name} is not one of that authority: {problem}",
                    "Another server answers there, or the authority was made anew. Take the certificate from the data folder " +
                    "of the running server.");
        }

        var bySystem = await ShakeHandsAsync(Names.Api, options.SystemTrust(), cancellationToken);
        yield return bySystem is null
            ? CheckStep.Ok("the system trusts it too")
            : new CheckStep(
                CheckOutcome.Note,
                $"the system does not trust it ({bySystem}). Programs that are not told of the file themselves need that:",
                Advice());
    }

    /// <summary>A trust in one authority only.</summary>
    internal static X509ChainPolicy TrustOf(X509Certificate2 authority)
    {
        var policy =
            new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority);
        return policy;
    }

    private IReadOnlyList<string> Advice() => OperatingSystem.IsWindows()
        ? [$"certutil -addstore -f Root \"{options.AuthorityPath}\"   (as administrator)"]
        : OperatingSystem.IsMacOS()
            ? [$"sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain " +
            $"\"{options.AuthorityPath}\""]
            :
            [
                $"sudo cp \"{options.AuthorityPath}\" /usr/local/share/ca-certificates/ && sudo update-ca-certificates   " +
                "(Debian, Ubuntu)",
                $"sudo cp \"{options.AuthorityPath}\" /etc/pki/ca-trust/source/anchors/ && sudo update-ca-trust          " +
                "(Fedora, Red Hat)",
            ];

    /// <summary>The problem of the certificate under this trust; <see langword="null"/> when there is none.</summary>
    private async Task<string?> ShakeHandsAsync(string name, X509ChainPolicy trust, CancellationToken cancellationToken)
    {
        trust.RevocationMode = X509RevocationMode.NoCheck;
        try
        {
            using var socket = new Socket(options.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(options.Address, options.HttpsPort, cancellationToken);
            await using var tls = new SslStream(new NetworkStream(socket));
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = name, CertificateChainPolicy = trust }, cancellationToken);
            return null;
        }
        catch (Exception refused) when (refused is AuthenticationException or IOException or SocketException)
        {
            return refused.Message;
        }
    }
}
