using System.Net;
using System.Security.Cryptography.X509Certificates;
using Mxit.Cli.Hosts;

namespace Mxit.EndToEnd.Tests.Compatibility;

/// <summary><c>mxit hosts check</c>: each step by itself, with a name resolution and a system of the test's own.</summary>
public sealed class HostsCheckTests(HistoricServer server) : IClassFixture<HistoricServer>
{
    [Fact]
    public async Task With_everything_there_each_step_is_ok()
    {
        var steps = await RunAsync(Options() with { SystemTrust = Trusting(server.Listeners.AuthorityPath) });
        Assert.All(steps, step => Assert.Equal(CheckOutcome.Ok, step.Outcome));
        Assert.Equal(9, steps.Count);
        Assert.Equal("ok       auth.mxit.com leads to 127.0.0.1", steps[0].ToString());
        Assert.Contains("with and without TLS", steps[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_system_that_does_not_trust_it_is_a_note_with_what_to_do()
    {
        var steps = await RunAsync(Options());
        var note = Assert.Single(steps, step => step.Outcome != CheckOutcome.Ok);
        Assert.Equal(CheckOutcome.Note, note.Outcome);
        Assert.Contains("the system does not trust it", note.Text, StringComparison.Ordinal);
        Assert.Contains(server.Listeners.AuthorityPath, string.Concat(note.Advice), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "leads nowhere")]
    [InlineData("", "leads nowhere")]
    [InlineData("41.1.2.3", "leads to 41.1.2.3")]
    public async Task A_name_that_leads_elsewhere_is_missing_with_the_line_to_add(string? address, string expected)
    {
        var steps = await RunAsync(Options() with
        {
            ResolveAsync = (name, _) => name == "api.mxit.com"
                ? address is null
                    ? throw new System.Net.Sockets.SocketException()
                    : Task.FromResult<IPAddress[]>(address.Length == 0 ? [] : [IPAddress.Parse(address)])
                : Task.FromResult<IPAddress[]>([IPAddress.Loopback]),
        });
        var missing = Assert.Single(steps, step => step.Outcome == CheckOutcome.Missing);
        Assert.Contains($"api.mxit.com {expected}, not to 127.0.0.1", missing.Text, StringComparison.Ordinal);
        Assert.Equal(["127.0.0.1 api.mxit.com"], missing.Advice);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_missing_and_nothing_behind_it_is_looked_at()
    {
        using var free = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var steps = await RunAsync(Options() with { HttpPort = ((IPEndPoint)free.LocalEndPoint!).Port });
        var missing = Assert.Single(steps, step => step.Outcome == CheckOutcome.Missing);
        Assert.Contains("does not answer", missing.Text, StringComparison.Ordinal);
        Assert.Equal(["mxit serve --historic-hosts"], missing.Advice);
        Assert.Equal(4, steps.Count);
    }

    [Fact]
    public async Task A_certificate_file_that_is_missing_or_of_another_authority_is_told_apart()
    {
        var folder = Directory.CreateTempSubdirectory("mxit-test-");
        try
        {
            var file = Path.Combine(folder.FullName, "other.crt");
            Assert.Contains(
                "cannot be read from", Missing(await RunAsync(Options() with { AuthorityPath = file })).Text,
                StringComparison.Ordinal);
            await File.WriteAllTextAsync(file, "no certificate", TestContext.Current.CancellationToken);
            Assert.Contains(
                "cannot be read from", Missing(await RunAsync(Options() with { AuthorityPath = file })).Text,
                StringComparison.Ordinal);

            using var key = System.Security.Cryptography.RSA.Create(2048);
            var request = new CertificateRequest(
                "CN=Other", key, System.Security.Cryptography.HashAlgorithmName.SHA256,
                System.Security.Cryptography.RSASignaturePadding.Pkcs1);
            request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
            using var other = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            await File.WriteAllTextAsync(file, other.ExportCertificatePem(), TestContext.Current.CancellationToken);
            var steps = await RunAsync(Options() with { AuthorityPath = file });
            Assert.Equal(2, steps.Count(step => step.Outcome == CheckOutcome.Missing));
            Assert.Contains(
                "is not one of that authority", steps.First(step => step.Outcome == CheckOutcome.Missing).Text,
                StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(HistoricServer.Id, "wrong", "knows no app with the id")]
    [InlineData(HistoricServer.StrictId, HistoricServer.StrictSecret, "is of the strict profile")]
    public async Task An_app_that_is_unknown_or_strict_is_missing(string id, string secret, string expected)
    {
        var missing = Missing(await RunAsync(Options() with { ClientId = id, ClientSecret = secret }));
        Assert.Contains(expected, missing.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, missing.ToString(), StringComparison.Ordinal);
        Assert.Contains("mxit admin app add NAME --legacy", missing.Advice);
    }

    private static CheckStep Missing(List<CheckStep> steps) => Assert.Single(steps, step => step.Outcome == CheckOutcome.Missing);

    private static async Task<List<CheckStep>> RunAsync(HostsCheckOptions options)
    {
        var steps = new List<CheckStep>();
        await foreach (var step in new HostsCheck(options).RunAsync(TestContext.Current.CancellationToken))
        {
            steps.Add(step);
        }

        return steps;
    }

    private static Func<X509ChainPolicy> Trusting(string file) => () =>
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(file));
        return policy;
    };

    private HostsCheckOptions Options() => new()
    {
        Address = IPAddress.Loopback,
        HttpPort = server.Listeners.HttpPort,
        HttpsPort = server.Listeners.HttpsPort,
        AuthorityPath = server.Listeners.AuthorityPath,
        ClientId = HistoricServer.Id,
        ClientSecret = HistoricServer.Secret,
        ResolveAsync = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]),
    };
}
