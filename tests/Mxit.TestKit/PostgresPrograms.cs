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

    public ProcessStartInfo KeeperStart(string? parentFolder)
    {
        List<string> words = ["sh", "-c", Script(), "mxit-postgres", BinFolder];
        if (parentFolder is not null)
        {
            words.Add(parentFolder);
        }

        AsServerUser(words);

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

    /// <summary>Starts the server of a cluster unless it runs, and waits until it takes connections.</summary>
    public ProcessStartInfo StartAgain(string folder)
    {
        const string script = """
            i=0
            while [ $i -lt 100 ]; do
                "$1/pg_isready" -q -h "$2" && exit 0
                "$1/pg_ctl" status -D "$2/data" >/dev/null || "$1/pg_ctl" start -D "$2/data" -w -t 60 -l "$2/log" >/dev/null </dev/null || true
                sleep 0.1
                i=$((i + 1))
            done
            tail -n 20 "$2/log" >&2
            exit 1
            """;
        return Run(script, folder);
    }

    /// <summary>Stops the server of a cluster, in one of the modes of <c>pg_ctl</c>.</summary>
    public ProcessStartInfo Stop(string folder, string mode) =>
        Run($"""exec "$1/pg_ctl" stop -D "$2/data" -m {mode} -w >/dev/null""", folder);

    /// <summary>Sends a signal to all processes of the server of a cluster.</summary>
    public ProcessStartInfo Signal(string folder, string signal) =>
        Run($"""main=$(head -n 1 "$2/data/postmaster.pid") && kill -{signal} "$main" $(pgrep -P "$main")""", folder);

    private ProcessStartInfo Run(string script, string folder)
    {
        List<string> words = ["sh", "-c", script, "mxit-postgres-again", BinFolder, folder];
        AsServerUser(words);
        return new(words[0], words.Skip(1)) { RedirectStandardError = true };
    }

    private static void AsServerUser(List<string> words)
    {
        if (Environment.IsPrivilegedProcess)
        {
            words.InsertRange(0, ["setpriv", "--reuid", ServerUser, "--regid", ServerUser, "--init-groups", "--reset-env"]);
        }
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
