using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform;
using Mxit.Platform.Authorization;
using Mxit.Server.HistoricHosts;
using Hosts = Mxit.Platform.HistoricHosts;

namespace Mxit.EndToEnd.Tests.Compatibility;

/// <summary>
/// The authority and the certificate for the historic names, over the years and when files are not what they were.
/// </summary>
public sealed class CertificateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mxit-test-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_certificate_is_good_for_both_names_and_for_no_longer_than_398_days()
    {
        var hosts = Current(Load());
        Assert.All(Hosts.Names, name => Assert.True(hosts.MatchesHostname(name)));
        Assert.False(hosts.MatchesHostname("www.mxit.com"));
        Assert.True(Verify(hosts, Authority()));
        Assert.InRange((hosts.NotAfter - hosts.NotBefore).TotalDays, 300, 398);
    }

    [Fact]
    public void The_authority_vouches_for_mxit_com_and_for_nothing_else()
    {
        Load();
        using var authority = X509Certificate2.CreateFromPem(Read("historic-authority.pem"), Read("historic-authority.pem"));
        Assert.True(Verify(Sign(authority, names => names.AddDnsName("www.mxit.com")), authority));
        Assert.False(Verify(Sign(authority, names => names.AddDnsName("www.example.org")), authority));
        Assert.False(Verify(Sign(authority, names => names.AddDnsName("notmxit.com")), authority));
        Assert.False(Verify(Sign(authority, names => names.AddIpAddress(System.Net.IPAddress.Loopback)), authority));
        Assert.False(Verify(Sign(authority, names => names.AddIpAddress(System.Net.IPAddress.IPv6Loopback)), authority));

        // Not even for another authority.
        Assert.False(
            Verify(Sign(authority, names => names.AddDnsName("www.mxit.com"), isAuthority: true), authority, anAuthority: true));
    }

    [Fact]
    public void A_certificate_is_kept_over_a_start_and_made_anew_before_it_ends_while_the_server_runs()
    {
        var certificate = Load();
        var first = Current(certificate);
        Assert.Equal(first.Thumbprint, Current(Load()).Thumbprint);

        _clock.Advance(TimeSpan.FromDays(360));
        Assert.Equal(first.Thumbprint, Current(certificate).Thumbprint);
        _clock.Advance(TimeSpan.FromDays(10));
        var second = Current(certificate);
        Assert.NotEqual(first.Thumbprint, second.Thumbprint);
        Assert.True(Verify(second, Authority()));
        Assert.Equal(second.Thumbprint, Current(Load()).Thumbprint);
    }

    [Fact]
    public void A_certificate_that_cannot_be_made_anew_is_used_until_it_can()
    {
        var certificate = Load();
        var first = Current(certificate);
        var authority = Read("historic-authority.pem");
        Write("historic-authority.pem", "damaged");
        _clock.Advance(TimeSpan.FromDays(370));
        Assert.Equal(first.Thumbprint, Current(certificate).Thumbprint);

        Write("historic-authority.pem", authority);
        Assert.Equal(first.Thumbprint, Current(certificate).Thumbprint);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.NotEqual(first.Thumbprint, Current(certificate).Thumbprint);
    }

    [Theory]
    [InlineData("damaged")]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData(null)]
    public void A_certificate_that_is_damaged_or_of_another_authority_is_made_anew(string? content)
    {
        var first = Current(Load());
        var foreign = Path.Combine(_folder, "foreign");
        Current(Load(foreign));
        Write("historic-hosts.pem", content ?? Read("historic-hosts.pem", foreign));
        var second = Current(Load());
        Assert.NotEqual(first.Thumbprint, second.Thumbprint);
        Assert.True(Verify(second, Authority()));
    }

    [Fact]
    public void A_certificate_whose_time_is_over_is_made_anew_at_the_start()
    {
        var first = Current(Load());
        _clock.Advance(TimeSpan.FromDays(500));
        Assert.NotEqual(first.Thumbprint, Current(Load()).Thumbprint);
    }

    [Fact]
    public void The_last_certificate_of_an_authority_ends_with_it_and_is_not_made_at_every_connection()
    {
        Load();
        _clock.Advance(TimeSpan.FromDays(3_640));
        var certificate = Load();
        var last = Current(certificate);
        Assert.True(last.NotAfter <= Authority().NotAfter);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(last.Thumbprint, Current(certificate).Thumbprint);
    }

    [Fact]
    public void An_authority_that_is_damaged_or_over_stops_the_start_and_says_what_to_do()
    {
        var hosts = Current(Load());
        var authority = Read("historic-authority.pem");
        foreach (var damaged in (string[])["damaged", authority[..500], authority.Replace(
            "BEGIN PRIVATE", "BEGIN PUBLIC", StringComparison.Ordinal), Read("historic-hosts.pem")])
        {
            Write("historic-authority.pem", damaged);
            var refused = Assert.Throws<HistoricHostsException>(() => Load());
            Assert.Contains(Path.Combine(_folder, "keys", "historic-authority.pem"), refused.Message, StringComparison.Ordinal);
            Assert.Contains("Put the file back from a copy; or remove it", refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("BEGIN", refused.Message, StringComparison.Ordinal);
        }

        Write("historic-authority.pem", authority);
        Assert.Equal(hosts.Thumbprint, Current(Load()).Thumbprint);
        _clock.Advance(TimeSpan.FromDays(3_651));
        Assert.Contains("ended on 2036-", Assert.Throws<HistoricHostsException>(() => Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_others_could_read_or_have_changed_is_put_right_at_the_start()
    {
        Load();
        var file = Path.Combine(_folder, CertificateFiles.PublicFile);
        var before = File.ReadAllText(file);
        File.WriteAllText(file, "another one");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(_folder, "keys", "historic-authority.pem"), (UnixFileMode)0b110_100_100);
            File.SetUnixFileMode(Path.Combine(_folder, "keys"), (UnixFileMode)0b111_101_101);
        }

        Load();
        Assert.Equal(before, File.ReadAllText(file));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                (UnixFileMode)0b110_000_000, File.GetUnixFileMode(Path.Combine(_folder, "keys", "historic-authority.pem")));
            Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(Path.Combine(_folder, "keys")));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private HostsCertificate Load(string? folder = null)
    {
        var server = new ServerContext(new Uri("http://localhost/"), folder ?? _folder, false);
        var certificate = new HostsCertificate(
            new CertificateFiles(new KeyFolder(server), server),
            Options.Create(new HistoricHostsSettings()),
            _clock,
            NullLogger<HostsCertificate>.Instance);
        certificate.Load();
        return certificate;
    }

    private static X509Certificate2 Current(HostsCertificate certificate) =>
        certificate.Options().ServerCertificateContext!.TargetCertificate;

    private X509Certificate2 Authority() =>
        X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_folder, CertificateFiles.PublicFile));

    private string Read(string name, string? folder = null) => File.ReadAllText(Path.Combine(folder ?? _folder, "keys", name));

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder, "keys", name), content);

    private bool Verify(X509Certificate2 certificate, X509Certificate2 authority, bool anAuthority = false)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = _clock.GetUtcNow().LocalDateTime;
        if (!anAuthority)
        {
            return chain.Build(certificate);
        }

        // What an authority below ours would sign.
        using var leaf = Sign(certificate, names => names.AddDnsName("www.mxit.com"));
        chain.ChainPolicy.ExtraStore.Add(certificate);
        return chain.Build(leaf);
    }

    private X509Certificate2 Sign(X509Certificate2 authority, Action<SubjectAlternativeNameBuilder> add, bool isAuthority = false)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(
            isAuthority ? "CN=below" : "CN=leaf", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        add(names);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        using var certificate = request.Create(
            authority, _clock.GetUtcNow().AddDays(-1), _clock.GetUtcNow().AddDays(30), RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }
}
