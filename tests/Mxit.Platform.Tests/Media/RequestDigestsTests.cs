using System.Security.Cryptography;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Mxit.Platform.Media;

namespace Mxit.Platform.Tests.Media;

/// <summary>Digests that come with a body. Examples: RFC 9530.</summary>
public sealed class RequestDigestsTests
{
    private const string Example = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";
    private const string ExampleKey = "5f8f04f6a3a892aaabbddb6cf273894493773960d4a325b105fee46eef4304f1";

    [Theory]
    [InlineData(Example, ExampleKey)]
    [InlineData("  " + Example + " ", ExampleKey)]
    [InlineData(
        "sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==:, " + Example,
        ExampleKey)]
    [InlineData(Example + ",\tunixsum=:AAA=:;q=1", ExampleKey)]
    [InlineData("sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:," + Example, ExampleKey)]
    [InlineData("md5=:Sd/dVLAcvNLSq16eXua5uQ==:", null)]
    [InlineData("", null)]
    public void Sha_256_is_found_and_other_algorithms_are_let_pass(string header, string? expected)
    {
        Assert.True(RequestDigests.TryRead(header, out var sha256));
        Assert.Equal(expected, sha256);
    }

    [Theory]
    [InlineData("sha-256")]
    [InlineData("sha-256=")]
    [InlineData("sha-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=")]
    [InlineData("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=")]
    [InlineData("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:x")]
    [InlineData("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9D BPE=:")]
    [InlineData("sha-256=:AAA=:")]
    [InlineData("sha-256=:***:")]
    [InlineData("SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=")]
    [InlineData(Example + ",")]
    [InlineData("=:AAA=:")]
    public void What_is_none_is_told(string header) => Assert.False(RequestDigests.TryRead(header, out _));

    [Fact]
    public void Every_digest_that_is_written_is_read() => Gen.Byte.Array[0, 100].Sample(
        bytes =>
        {
            var hash = SHA256.HashData(bytes);
            Assert.True(
                RequestDigests.TryRead(
                    $"sha-512=:{Convert.ToBase64String(bytes)}:, sha-256=:{Convert.ToBase64String(hash)}:", out var sha256));
            Assert.Equal(Convert.ToHexStringLower(hash), sha256);
        });

    [Fact]
    public void No_header_is_too_odd_to_be_read() => Gen.Frequency(
            (3, OneOf("sha-256", "=", ":", ",", ";", " ", "AAA=", "X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=", "*")),
            (1, Gen.String))
        .Array[0, 12].Select(string.Concat)
        .Sample(header =>
        {
            _ = RequestDigests.TryRead(header, out var sha256);
            Assert.True(sha256 is null || sha256.Length == 64);
        });

    [Fact]
    public void Both_headers_are_read_and_must_agree()
    {
        var request = new DefaultHttpContext().Request;
        Assert.Null(RequestDigests.Read(request, out var sha256));
        Assert.Null(sha256);

        request.Headers["Repr-Digest"] = Example;
        Assert.Null(RequestDigests.Read(request, out sha256));
        Assert.Equal(ExampleKey, sha256);

        request.Headers["Content-Digest"] = "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:";
        Assert.Contains("differ", RequestDigests.Read(request, out _), StringComparison.Ordinal);
        request.Headers["Content-Digest"] = "nonsense";
        Assert.StartsWith("Content-Digest cannot be read", RequestDigests.Read(request, out _), StringComparison.Ordinal);
        request.Headers["Content-Digest"] = new[] { "md5=:Sd/dVLAcvNLSq16eXua5uQ==:", Example };
        Assert.Null(RequestDigests.Read(request, out sha256));
        Assert.Equal(ExampleKey, sha256);
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);
}
