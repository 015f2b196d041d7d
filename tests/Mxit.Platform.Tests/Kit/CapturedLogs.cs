using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Mxit.Platform.Tests.Kit;

/// <summary>
/// Keeps everything that is logged, at every level, whatever the settings say: texts, values, scopes, exceptions.
/// </summary>
[ProviderAlias("Captured")]
public sealed class CapturedLogs : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<Line> _lines = [];
    private IExternalScopeProvider? _scopes;

    /// <summary>One event.</summary>
    public sealed record Line(string Category, LogLevel Level, EventId Event, string Text, string Everything);

    public IReadOnlyCollection<Line> Lines => _lines;

    /// <summary>The texts of one category.</summary>
    public IEnumerable<string> Of(string category) => _lines.Where(line => line.Category == category).Select(line => line.Text);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Logger(CapturedLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var text = formatter(state, exception);
            var everything = new StringBuilder(category).Append(' ').Append(text).Append(' ').Append(exception);
            Add(everything, state);
            logs._scopes?.ForEachScope(Add, everything);
            logs._lines.Enqueue(new Line(category, logLevel, eventId, text, everything.ToString()));
        }

        private static void Add(object? value, StringBuilder everything) => Add(everything, value);

        private static void Add(StringBuilder everything, object? value)
        {
            everything.Append(' ').Append(value);
            if (value is IEnumerable<KeyValuePair<string, object?>> pairs)
            {
                foreach (var pair in pairs)
                {
                    everything.Append(' ').Append(pair.Key).Append('=').Append(pair.Value);
                }
            }
        }
    }
}
