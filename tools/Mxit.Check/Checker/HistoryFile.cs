using System.Diagnostics;
using System.Text.Json;

namespace Mxit.Check.Checker;

/// <summary>Writes a history while it happens, as JSON, one entry a line, so that a run can be judged again.</summary>
public sealed class HistoryFile : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NewLine = "\n" };

    private readonly Lock _lock = new();
    private readonly StreamWriter _writer;
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <exception cref="IOException">The file cannot be made.</exception>
    public HistoryFile(string path) => _writer = new StreamWriter(path, append: false) { AutoFlush = true };

    /// <summary>Adds what happens at this moment.</summary>
    public void Add(HistoryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        lock (_lock)
        {
            var at = (long)Stopwatch.GetElapsedTime(_start).TotalMicroseconds;
            _writer.WriteLine(JsonSerializer.Serialize(entry with { At = at }, Json));
        }
    }

    /// <summary>Reads a history.</summary>
    /// <exception cref="JsonException">A line is none; one that was cut off by the end of the run is left out.</exception>
    public static IEnumerable<HistoryEntry> Read(string path)
    {
        var lines = File.ReadLines(path).GetEnumerator();
        using (lines)
        {
            var more = lines.MoveNext();
            while (more)
            {
                var line = lines.Current;
                more = lines.MoveNext();
                if (more || line.EndsWith('}'))
                {
                    yield return JsonSerializer.Deserialize<HistoryEntry>(line, Json)!;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}
