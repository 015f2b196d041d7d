using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mxit.Server.HistoricHosts;

/// <summary>
/// The certificate that TLS connections to the historic names get: made at the first start, and made anew before it ends, also
/// while the server runs.
/// </summary>
internal sealed partial class HostsCertificate(
    CertificateFiles files, IOptions<HistoricHostsSettings> settings, TimeProvider clock, ILogger<HostsCertificate> logger)
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromHours(1);

    private readonly Lock _renewing = new();
    private volatile Entry? _current;

    /// <summary>Where the authority's certificate lies.</summary>
    public string AuthorityPath => files.PublicPath;

    /// <summary>Reads or makes what is missing; once.</summary>
    /// <exception cref="HistoricHostsException">The authority cannot be used.</exception>
    public void Load()
    {
        if (_current is not null)
        {
            return;
        }

        var now = clock.GetUtcNow();
        using var authority = files.ReadOrMakeAuthority(now);
        if (authority.NotAfter - RenewBefore - RenewBefore <= now.LocalDateTime)
        {
            LogAuthorityEnds(authority.NotAfter.ToUniversalTime());
        }

        if (files.ReadHostsOrNull(authority, now) is not { } hosts || RenewalOf(hosts) <= now)
        {
            hosts = MakeHosts(authority, now);
        }

        _current = Keep(hosts, now);
    }

    /// <summary>What a connection that begins now gets.</summary>
    public SslServerAuthenticationOptions Options()
    {
        var current = _current ?? throw new InvalidOperationException("The certificate was not loaded.");
        return clock.GetUtcNow() < current.RenewAt ? current.Options : Renew();
    }

    // The earlier of 30 days and a third of the life: one that the authority's end cut short is not made anew all the time.
    private static DateTimeOffset RenewalOf(X509Certificate2 hosts)
    {
        var life = hosts.NotAfter - hosts.NotBefore;
        var before = life / 3 < RenewBefore ? life / 3 : RenewBefore;
        return new DateTimeOffset(hosts.NotAfter) - before;
    }

    private SslServerAuthenticationOptions Renew()
    {
        lock (_renewing)
        {
            var now = clock.GetUtcNow();
            var current = _current!;
            if (now < current.RenewAt)
            {
                return current.Options;
            }

            try
            {
                using var authority = files.ReadOrMakeAuthority(now);
                current = Keep(MakeHosts(authority, now), now);
            }
            catch (Exception failure) when (failure is HistoricHostsException or IOException or UnauthorizedAccessException
                or CryptographicException)
            {
                // The old one is better than none, and it may still be good for weeks.
                LogFailure(failure);
                current = current with { RenewAt = now + RetryAfter };
            }

            _current = current;
            return current.Options;
        }
    }

    private X509Certificate2 MakeHosts(X509Certificate2 authority, DateTimeOffset now)
    {
        var hosts = CertificateMaker.MakeHosts(authority, now);
        files.WriteHosts(hosts);
        LogMade(hosts.NotAfter.ToUniversalTime());
        return hosts;
    }

    private Entry Keep(X509Certificate2 hosts, DateTimeOffset now)
    {
        var renewAt = RenewalOf(hosts);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(
                Usable(hosts), additionalCertificates: null, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (settings.Value.OldTls)
        {
            OldTls.Allow(options);
        }

        return new Entry(options, renewAt > now ? renewAt : now + RetryAfter);
    }

    // Windows does TLS with keys of its store only.
    private static X509Certificate2 Usable(X509Certificate2 hosts) => OperatingSystem.IsWindows()
        ? X509CertificateLoader.LoadPkcs12(hosts.Export(X509ContentType.Pkcs12), password: null)
        : hosts;

    [LoggerMessage(LogLevel.Information, "A certificate for the historic names was made; it is good until {End:yyyy-MM-dd}")]
    private partial void LogMade(DateTime end);

    [LoggerMessage(LogLevel.Error, "The certificate for the historic names could not be made anew; tried again in an hour")]
    private partial void LogFailure(Exception failure);

    [LoggerMessage(
        LogLevel.Warning,
        "The authority of the historic hosts ends on {End:yyyy-MM-dd}. Remove its file among the keys and start again to get a " +
        "new one, which old programs must be told to trust")]
    private partial void LogAuthorityEnds(DateTime end);

    private sealed record Entry(SslServerAuthenticationOptions Options, DateTimeOffset RenewAt);
}
