using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mxit.Server.HistoricHosts;
using Names = Mxit.Platform.HistoricHosts;

namespace Mxit.Cli.Hosts;

/// <summary>
/// Checks a machine as an old program would see it: the addresses of the names, the ports, the trust in the certificate, and a
/// token that the server issues and accepts.
/// </summary>
internal sealed class HostsCheck(HostsCheckOptions options)
{
    public async IAsyncEnumerable<CheckStep> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var name in Names.Names)
        {
            yield return await ResolveAsync(name, cancellationToken);
        }

        var isReached = true;
        foreach (var port in (int[])[options.HttpPort, options.HttpsPort])
        {
            var step = await ReachAsync(port, cancellationToken);
            isReached &= step.Outcome == CheckOutcome.Ok;
            yield return step;
        }

        if (!isReached)
        {
            yield break;
        }

        var (authority, authorityStep) = ReadAuthority();
        yield return authorityStep;
        if (authority is null)
        {
            yield break;
        }

        using (authority)
        {
            var isTrusted = true;
            await foreach (var step in new TrustCheck(options).RunAsync(authority, cancellationToken))
            {
                isTrusted &= step.Outcome != CheckOutcome.Missing;
                yield return step;
            }

            if (isTrusted)
            {
                yield return await new RoundTrip(options, authority).RunAsync(cancellationToken);
            }
        }
    }

    private async Task<CheckStep> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        var line = $"{options.Address} {name}";
        string found;
        try
        {
            var addresses = await options.ResolveAsync(name, cancellationToken);
            if (addresses.FirstOrDefault() is { } first && first.Equals(options.Address))
            {
                return CheckStep.Ok($"{name} leads to {first}");
            }

            found = addresses.Length == 0 ? "leads nowhere" : $"leads to {string.Join(", ", addresses.AsEnumerable())}";
        }
        catch (SocketException)
        {
            found = "leads nowhere";
        }

        return CheckStep.Missing($"{name} {found}, not to {options.Address}. Add this line to {HostsFile.Path}:", line);
    }

    private async Task<CheckStep> ReachAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var socket = new Socket(options.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new IPEndPoint(options.Address, port), cancellationToken);
            return CheckStep.Ok($"port {port} of {options.Address} answers");
        }
        catch (SocketException refused)
        {
            return CheckStep.Missing(
                $"port {port} of {options.Address} does not answer ({refused.SocketErrorCode}). Start the server, or lead the " +
                "port to it:",
                "mxit serve --historic-hosts");
        }
    }

    private (X509Certificate2? Authority, CheckStep Step) ReadAuthority()
    {
        var path = options.AuthorityPath;
        try
        {
            var authority = X509CertificateLoader.LoadCertificateFromFile(path);
            return (authority, CheckStep.Ok(
                $"the authority's certificate lies in {path}, good until {authority.NotAfter.ToUniversalTime():yyyy-MM-dd}"));
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return (null, CheckStep.Missing(
                $"the authority's certificate cannot be read from {path}: {fault.Message}",
                "The first start of mxit serve --historic-hosts makes it, in its data folder; say where with --dev, --data or " +
                "--authority."));
        }
    }
}
