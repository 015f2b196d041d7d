using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mxit.Server.HistoricHosts;

/// <summary>
/// Makes the authority and the certificate for the historic names. RSA with 2048 bits and SHA-256, since programs of 2012 know
/// nothing newer.
/// </summary>
internal static class CertificateMaker
{
    private const int KeyBits = 2048;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string NameConstraints = "2.5.29.30";

    /// <summary>The only domain that the authority can vouch for.</summary>
    private const string Domain = "mxit.com";

    private static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(3_650);

    // Browsers and systems refuse certificates of more than 398 days.
    private static readonly TimeSpan HostsLife = TimeSpan.FromDays(397);

    // Clocks differ, and the programs' machines may not be this one.
    private static readonly TimeSpan Backdating = TimeSpan.FromDays(1);

    /// <summary>An authority that can make certificates for <c>mxit.com</c> and for nothing else.</summary>
    public static X509Certificate2 MakeAuthority(DateTimeOffset now)
    {
        using var key = RSA.Create(KeyBits);

        // Its name is its own: an authority of an earlier data folder that some program still trusts is not taken for this one.
        var mark = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 4));
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName($"Mxit historic hosts {mark}");
        name.AddOrganizationName("A Mxit server of your own");
        var request = new CertificateRequest(name.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority(0));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        request.CertificateExtensions.Add(ConstrainNames());
        var identifier = new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(identifier);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(identifier));
        return request.CreateSelfSigned(now - Backdating, now + AuthorityLife);
    }

    /// <summary>A certificate for both historic names, with its key.</summary>
    public static X509Certificate2 MakeHosts(X509Certificate2 authority, DateTimeOffset now)
    {
        using var key = RSA.Create(KeyBits);
        var request = new CertificateRequest(
            $"CN={Platform.HistoricHosts.Api}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity(critical: true));

        // Encipherment is the key exchange of old programs.
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in Platform.HistoricHosts.Names)
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
            authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var notBefore = Later(now - Backdating, authority.NotBefore);
        var notAfter = Earlier(now - Backdating + HostsLife, authority.NotAfter);
        using var certificate = request.Create(authority, notBefore, notAfter, RandomNumberGenerator.GetBytes(16));
        return certificate.CopyWithPrivateKey(key);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTime other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTime other) => one < other ? one : other;

    // Not critical, unlike RFC 5280, section 4.2.1.10, has it: TLS libraries of the time do not know the extension, and refuse a
    // certificate that says it must be known. Those that know it keep it either way.
    private static X509Extension ConstrainNames()
    {
        var permitted = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        var excluded = new Asn1Tag(TagClass.ContextSpecific, 1, isConstructed: true);
        var dnsName = new Asn1Tag(TagClass.ContextSpecific, 2);
        var address = new Asn1Tag(TagClass.ContextSpecific, 7);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(permitted))
            using (writer.PushSequence())
            {
                writer.WriteCharacterString(UniversalTagNumber.IA5String, Domain, dnsName);
            }

            using (writer.PushSequence(excluded))
            {
                // An address and its mask, all of zeros: every address of that kind.
                foreach (var any in (ReadOnlySpan<IPAddress>)[IPAddress.Any, IPAddress.IPv6Any])
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteOctetString(new byte[2 * any.GetAddressBytes().Length], address);
                    }
                }
            }
        }

        return new X509Extension(NameConstraints, writer.Encode(), critical: false);
    }
}
