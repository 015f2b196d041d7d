using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mxit.Server;

/// <summary>
/// Keeps loggers of libraries that write down what they process, tokens and secrets among it, from saying so at any setting.
/// Rules of the settings cannot do that: the most specific rule wins, whoever wrote it.
/// </summary>
internal sealed class QuietLoggers(ILoggerFactory inner) : ILoggerFactory
{
    // What begins with a name here says nothing below its level.
    private static readonly (string Category, LogLevel Least)[] Rules =
    [
        // Whole requests and answers, and the contents of tokens.
        ("OpenIddict", LogLevel.Warning),

        // The address of each request, with its query: drafts of messages, hints at sign-ins.
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning),

        // Lines of requests that cannot be read.
        ("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Information),
    ];

    public static void AddTo(WebApplicationBuilder builder) =>
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(
            provider => new QuietLoggers(new LoggerFactory(
                provider.GetServices<ILoggerProvider>(),
                provider.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(),
                provider.GetRequiredService<IOptions<LoggerFactoryOptions>>(),
                provider.GetService<IExternalScopeProvider>()))));

    public ILogger CreateLogger(string categoryName)
    {
        var logger = inner.CreateLogger(categoryName);
        var rule = Array.Find(Rules, rule => categoryName.StartsWith(rule.Category, StringComparison.Ordinal));
        return rule.Category is null ? logger : new QuietLogger(logger, rule.Least);
    }

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();

    private sealed class QuietLogger(ILogger inner, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= least)
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
