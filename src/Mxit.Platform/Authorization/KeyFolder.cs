using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Mxit.Platform.Authorization;

/// <summary>
/// The keys of the server: files that only its user may read, made at the first start. Neither the database nor a fresh
/// install holds one.
/// </summary>
internal sealed class KeyFolder
{
    /// <summary>The file of the key that signs what others read.</summary>
    public const string IdentitySigningFile = "identity-signing.pem";

    private readonly string _folder;

    /// <summary>Makes the folder where it is missing.</summary>
    public KeyFolder(ServerContext server)
    {
        ArgumentNullException.ThrowIfNull(server);
        _folder = System.IO.Path.Combine(server.DataFolder, "keys");
        OwnerOnly.CreateFolder(server.DataFolder);
        OwnerOnly.CreateFolder(_folder);
        OwnerOnly.Close(_folder);
    }

    /// <summary>Where the folder is.</summary>
    public DirectoryInfo Path => new(_folder);

    /// <summary>
    /// What a file of the folder holds; <see langword="null"/> when there is none. A file that others may read is taken from
    /// them first.
    /// </summary>
    public string? ReadOrNull(string name)
    {
        var file = PathOf(name);
        if (!File.Exists(file))
        {
            return null;
        }

        OwnerOnly.Close(file);
        return File.ReadAllText(file);
    }

    /// <summary>Writes a file that is not there yet.</summary>
    /// <returns>What it holds: of two processes that start at the same time, one has its way.</returns>
    public string Add(string name, string content)
    {
        var beside = WriteBeside(name, content);
        try
        {
            // Moved, not written in place: another process that starts meanwhile sees a whole key or none.
            File.Move(beside, PathOf(name), overwrite: false);
        }
        catch (IOException) when (File.Exists(PathOf(name)))
        {
            File.Delete(beside);
        }

        return ReadOrNull(name) ?? content;
    }

    /// <summary>Writes a file in the place of the one that is there.</summary>
    public void Replace(string name, string content) => File.Move(WriteBeside(name, content), PathOf(name), overwrite: true);

    /// <summary>The path of a file of the folder.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(_folder, name);

    /// <summary>Signs the tokens that others read, and is published.</summary>
    internal RsaSecurityKey IdentitySigningKey()
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(ReadOrCreate(IdentitySigningFile, NewIdentitySigningKey));
        return new RsaSecurityKey(rsa) { KeyId = Thumbprint(rsa) };
    }

    internal static string NewIdentitySigningKey()
    {
        using var made = RSA.Create(2048);
        return made.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>Signs the payloads of codes and tokens, which only the server reads; far faster than RSA.</summary>
    internal SymmetricSecurityKey PayloadSigningKey() => Symmetric("payload-signing.key", 64);

    /// <summary>Encrypts the payloads of codes and tokens.</summary>
    internal SymmetricSecurityKey PayloadEncryptionKey() => Symmetric("payload-encryption.key", 32);

    private static string Thumbprint(RSA rsa) =>
        Base64UrlEncoder.Encode(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()).AsSpan(0, 16).ToArray());

    private SymmetricSecurityKey Symmetric(string name, int bytes) => new(Convert.FromBase64String(
        ReadOrCreate(name, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes)))));

    private string WriteBeside(string name, string content)
    {
        var beside = $"{PathOf(name)}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write }.ForOwnerOnly();
        try
        {
            using var writer = new StreamWriter(beside, options);
            writer.Write(content);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }

        return beside;
    }

    private string ReadOrCreate(string name, Func<string> make) => ReadOrNull(name) ?? Add(name, make());
}
