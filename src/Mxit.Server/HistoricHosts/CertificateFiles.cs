using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mxit.Platform;
using Mxit.Platform.Authorization;

namespace Mxit.Server.HistoricHosts;

/// <summary>
/// The authority and the certificate for the historic names as files: each with its key in one file among the keys, so that no
/// pair can fall apart, and the authority's certificate alone in the data folder, for programs to trust.
/// </summary>
internal sealed class CertificateFiles(KeyFolder keys, ServerContext server)
{
    public const string PublicFile = "mxit-authority.crt";

    private const string AuthorityFile = "historic-authority.pem";
    private const string HostsFile = "historic-hosts.pem";

    /// <summary>Where the authority's certificate lies.</summary>
    public string PublicPath { get; } = Path.Combine(server.DataFolder, PublicFile);

    /// <summary>The authority, made if there is none. It is never replaced, since programs may trust it already.</summary>
    /// <exception cref="HistoricHostsException">The file is damaged, or the authority's time is over.</exception>
    public X509Certificate2 ReadOrMakeAuthority(DateTimeOffset now)
    {
        var pem = keys.ReadOrNull(AuthorityFile);
        if (pem is null)
        {
            using var made = CertificateMaker.MakeAuthority(now);
            pem = keys.Add(AuthorityFile, ToPem(made));
        }

        var authority = ParseOrNull(pem)
            ?? throw Unusable("is damaged: it does not hold a certificate and the key that belongs to it");
        if (authority.Extensions.OfType<X509BasicConstraintsExtension>().SingleOrDefault() is not { CertificateAuthority: true })
        {
            throw Unusable("does not hold the certificate of an authority");
        }

        if (authority.NotAfter <= now.LocalDateTime)
        {
            throw Unusable($"ended on {authority.NotAfter.ToUniversalTime():yyyy-MM-dd}");
        }

        Publish(authority);
        return authority;
    }

    /// <summary>
    /// The certificate for the names; <see langword="null"/> when there is none that can be used, and a new one is to be made.
    /// </summary>
    public X509Certificate2? ReadHostsOrNull(X509Certificate2 authority, DateTimeOffset now)
    {
        if (keys.ReadOrNull(HostsFile) is not { } pem || ParseOrNull(pem) is not { } hosts)
        {
            return null;
        }

        if (IsGood(hosts, authority, now))
        {
            return hosts;
        }

        hosts.Dispose();
        return null;
    }

    public void WriteHosts(X509Certificate2 hosts) => keys.Replace(HostsFile, ToPem(hosts));

    private static string ToPem(X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }

    private static X509Certificate2? ParseOrNull(string pem)
    {
        try
        {
            return X509Certificate2.CreateFromPem(pem, pem);
        }
        catch (Exception damaged) when (damaged is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static bool IsGood(X509Certificate2 hosts, X509Certificate2 authority, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.LocalDateTime;
        return Platform.HistoricHosts.Names.All(name => hosts.MatchesHostname(name)) && chain.Build(hosts);
    }

    private HistoricHostsException Unusable(string fault) => new(
        $"The authority of the historic hosts in {keys.PathOf(AuthorityFile)} {fault}. Put the file back from a copy; or " +
        "remove it and start again: then a new authority is made, and old programs must be told to trust that one.");

    // Others may read this one, that is what it is for, and nobody else may write it, whatever the umask.
    private void Publish(X509Certificate2 authority)
    {
        var text = authority.ExportCertificatePem() + "\n";
        if (!File.Exists(PublicPath) || File.ReadAllText(PublicPath) != text)
        {
            var beside = $"{PublicPath}.{Guid.NewGuid():N}";
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode =
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            }

            using (var writer = new StreamWriter(beside, options))
            {
                writer.Write(text);
            }

            File.Move(beside, PublicPath, overwrite: true);
        }
    }
}

/// <summary>The server cannot answer under the historic names; the message says why, for the operator.</summary>
/// <param name="message">What is wrong and what to do.</param>
internal sealed class HistoricHostsException(string message) : Exception(message);
