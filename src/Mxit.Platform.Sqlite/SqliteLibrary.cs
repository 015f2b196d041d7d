using System.Globalization;
using System.Text.RegularExpressions;
using Mxit.Platform.Data;
using SQLitePCL;

namespace Mxit.Platform.Sqlite;

/// <summary>The library of SQLite itself.</summary>
/// <param name="VersionText">Its version, as it says it.</param>
internal sealed partial record SqliteLibrary(string VersionText)
{
    /// <summary>
    /// Before, committed data could be lost when one checkpoint followed another while somebody committed, which is how the log
    /// is checkpointed here. See "The WAL-Reset Bug" in SQLite's page on write-ahead logging.
    /// </summary>
    private static readonly Version Oldest = new(3, 51, 3);

    /// <summary>The library that this process has loaded.</summary>
    public static SqliteLibrary Loaded
    {
        get
        {
            Batteries_V2.Init();
            return new(raw.sqlite3_libversion().utf8_to_string());
        }
    }

    /// <summary>Refuses a library that loses what it has committed.</summary>
    /// <exception cref="DatabaseUnusableException">It is too old, or does not say how old it is.</exception>
    public void AssertSafe()
    {
        if (ReadVersionOrNull() is not { } version || version < Oldest)
        {
            throw new DatabaseUnusableException(
                $"The library of SQLite that is loaded has the version '{VersionText}'; {Oldest} or newer is needed. Older " +
                "ones can lose messages that were accepted, when the write-ahead log begins anew while somebody writes.");
        }
    }

    // Parts that are missing count as 0; what comes behind the numbers, such as the date of a build, does not count.
    private Version? ReadVersionOrNull()
    {
        var match = Numbers().Match(VersionText);
        return match.Success && TryRead(1, out var major) && TryRead(2, out var minor) && TryRead(3, out var patch)
            ? new Version(major, minor, patch)
            : null;

        bool TryRead(int group, out int number)
        {
            number = 0;
            return !match.Groups[group].Success
                || int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        }
    }

    [GeneratedRegex(@"^\s*([0-9]+)\.([0-9]+)(?:\.([0-9]+))?(?![0-9])")]
    private static partial Regex Numbers();
}
