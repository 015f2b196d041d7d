using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Mxit.Platform.Authorization;

/// <summary>
/// The keys of the server: files that only its user may read, made at the first start. Neither the database nor a fresh
/// install holds one.
/// </summary>
internal sealed class KeyFolder
{
    private readonly string _folder;

    public KeyFolder(ServerContext server)
    {
        _folder = System.IO.Path.Combine(server.DataFolder, "keys");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
        }
        else
        {
            Directory.CreateDirectory(
                _folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Where the folder is.</summary>
    public DirectoryInfo Path => new(_folder);

    /// <summary>Signs the tokens that others read, and is published.</summary>
    public RsaSecurityKey IdentitySigningKey()
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(ReadOrCreate("identity-signing.pem", static () =>
        {
            using var made = RSA.Create(2048);
            return made.ExportPkcs8PrivateKeyPem();
        }));
        return new RsaSecurityKey(rsa) { KeyId = Thumbprint(rsa) };
    }

    /// <summary>Signs the payloads of codes and tokens, which only the server reads; far faster than RSA.</summary>
    public SymmetricSecurityKey PayloadSigningKey() => Symmetric("payload-signing.key", 64);

    /// <summary>Encrypts the payloads of codes and tokens.</summary>
    public SymmetricSecurityKey PayloadEncryptionKey() => Symmetric("payload-encryption.key", 32);

    private static string Thumbprint(RSA rsa) =>
        Base64UrlEncoder.Encode(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()).AsSpan(0, 16).ToArray());

    private SymmetricSecurityKey Symmetric(string name, int bytes) => new(Convert.FromBase64String(
        ReadOrCreate(name, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes)))));

    private string ReadOrCreate(string name, Func<string> make)
    {
        var file = System.IO.Path.Combine(_folder, name);
        if (!File.Exists(file))
        {
            var beside = $"{file}.{Guid.NewGuid():N}";
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var writer = new StreamWriter(beside, options))
            {
                writer.Write(make());
            }

            try
            {
                // Moved, not written in place: another process that starts meanwhile sees a whole key or none.
                File.Move(beside, file, overwrite: false);
            }
            catch (IOException) when (File.Exists(file))
            {
                File.Delete(beside);
            }
        }

        return File.ReadAllText(file);
    }
}
