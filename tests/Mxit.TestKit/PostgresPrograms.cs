using System.Diagnostics;
using System.Globalization;

namespace Mxit.TestKit;

/// <summary>Where the PostgreSQL server programs are, and how to start them as a user that the server accepts.</summary>
internal sealed record PostgresPrograms(string BinFolder, string? MissingReason)
{
    private const string ServerUser = "postgres";

    public static PostgresPrograms Find()
    {
        if (OperatingSystem.IsWindows())
        {
            return new("", "The tests start PostgreSQL with a POSIX shell, which Windows lacks.");
        }

        if (Folders().FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb"))
            && File.Exists(Path.Combine(folder, "pg_ctl"))) is not { } found)
        {
            return new("", "No PostgreSQL server: initdb and pg_ctl are neither in /usr/lib/postgresql/*/bin nor on the PATH.");
        }

        return Environment.IsPrivilegedProcess && !HasServerUser()
            ? new("", $"PostgreSQL refuses to run as root, and this machine has no user '{ServerUser}'.")
            : new(found, null);
    }

    public ProcessStartInfo KeeperStart()
    {
        List<string> words = ["sh", "-c", Script(), "mxit-postgres", BinFolder];
        if (Environment.IsPrivilegedProcess)
        {
            words.InsertRange(0, ["setpriv", "--reuid", ServerUser, "--regid", ServerUser, "--init-groups", "--reset-env"]);
        }

        // A session of its own: Ctrl-C and a killed process group end the test process, and the closed pipe then ends this.
        if (File.Exists("/usr/bin/setsid"))
        {
            words.Insert(0, "/usr/bin/setsid");
        }

        return new(words[0], words.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    private static IEnumerable<string> Folders()
    {
        const string debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(debian) ? Directory.GetDirectories(debian) : [];
        var newestFirst = versions.OrderByDescending(folder =>
            int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0);
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return newestFirst.Select(folder => Path.Combine(folder, "bin"))
            .Concat(path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool HasServerUser() =>
        File.Exists("/etc/passwd")
        && File.ReadLines("/etc/passwd").Any(line => line.StartsWith(ServerUser + ":", StringComparison.Ordinal));

    private static string Script()
    {
        using var stream = typeof(PostgresPrograms).Assembly.GetManifestResourceStream("postgres-cluster.sh")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
