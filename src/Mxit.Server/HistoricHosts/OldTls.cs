using System.Net.Security;
using System.Security.Authentication;

namespace Mxit.Server.HistoricHosts;

/// <summary>What TLS was on machines of the time: versions 1.0 and 1.1, and key exchange by RSA.</summary>
internal static class OldTls
{
    public static void Allow(SslServerAuthenticationOptions options)
    {
#pragma warning disable SYSLIB0039, CA5397 // Obsolete and weak: that is what the operator asked for.
        options.EnabledSslProtocols |= SslProtocols.Tls | SslProtocols.Tls11;
#pragma warning restore SYSLIB0039, CA5397
        if (OperatingSystem.IsLinux())
        {
            // The newest first; the last ones are all that OpenSSL 0.9.8 knows. Elsewhere the system decides.
            options.CipherSuitesPolicy = new CipherSuitesPolicy(
            [
                TlsCipherSuite.TLS_AES_256_GCM_SHA384,
                TlsCipherSuite.TLS_AES_128_GCM_SHA256,
                TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
                TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
                TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
                TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
                TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
                TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
                TlsCipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256,
                TlsCipherSuite.TLS_RSA_WITH_AES_256_CBC_SHA,
                TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
            ]);
        }
    }
}
