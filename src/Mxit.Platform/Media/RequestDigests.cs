using System.Buffers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Mxit.Platform.Media;

/// <summary>
/// What a sender says of the bytes that it sends: <c>Content-Digest</c> and <c>Repr-Digest</c>, which are of the same bytes in a
/// request that brings a file as a whole. Source: RFC 9530, sections 2 and 3; RFC 9651, section 3.2.
/// </summary>
internal static class RequestDigests
{
    private const string Algorithm = "sha-256";

    private static readonly string[] Names = ["Content-Digest", "Repr-Digest"];

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.*");

    /// <summary>Reads the digests of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="sha256">The SHA-256 in lower-case hex; <see langword="null"/> when the sender names none. Other algorithms
    /// are let pass.</param>
    /// <returns>What is wrong, for the sender; <see langword="null"/> when nothing is.</returns>
    public static string? Read(HttpRequest request, out string? sha256)
    {
        sha256 = null;
        foreach (var name in Names)
        {
            if (request.Headers[name] is not { Count: > 0 } header)
            {
                continue;
            }

            if (!TryRead(header.ToString(), out var digest))
            {
                return $"{name} cannot be read; {Algorithm}=:...:, with 32 bytes in base64 between the colons, is expected.";
            }

            if (digest is not null && sha256 is not null && digest != sha256)
            {
                return "Content-Digest and Repr-Digest differ; for a file that is sent as a whole they are the same.";
            }

            sha256 = digest ?? sha256;
        }

        return null;
    }

    /// <summary>Reads one header: a dictionary of byte sequences, of which the last of a name counts.</summary>
    internal static bool TryRead(string header, out string? sha256)
    {
        sha256 = null;
        if (header.Trim(' ').Length == 0)
        {
            return true;
        }

        foreach (var member in header.Split(','))
        {
            var text = member.AsSpan().Trim(" \t");
            var equals = text.IndexOf('=');
            if (equals < 1 || !IsName(text[..equals]) || !TryReadBytes(text[(equals + 1)..], out var bytes))
            {
                return false;
            }

            if (text[..equals].SequenceEqual(Algorithm))
            {
                if (bytes.Length != SHA256.HashSizeInBytes)
                {
                    return false;
                }

                sha256 = Convert.ToHexStringLower(bytes);
            }
        }

        return true;
    }

    private static bool IsName(ReadOnlySpan<char> name) =>
        (char.IsAsciiLetterLower(name[0]) || name[0] == '*')
        && !name.ContainsAnyExcept(NameCharacters);

    // Parameters may follow; none are defined.
    private static bool TryReadBytes(ReadOnlySpan<char> value, out byte[] bytes)
    {
        bytes = [];
        if (value.Length < 2 || value[0] != ':' || value[1..].IndexOf(':') is var end && end < 0)
        {
            return false;
        }

        var base64 = value[1..(end + 1)];
        var rest = value[(end + 2)..];
        if ((rest.Length > 0 && rest[0] != ';') || base64.IndexOfAny(" \t\r\n") >= 0)
        {
            return false;
        }

        bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64Chars(base64, bytes, out var length))
        {
            return false;
        }

        bytes = bytes[..length];
        return true;
    }
}
