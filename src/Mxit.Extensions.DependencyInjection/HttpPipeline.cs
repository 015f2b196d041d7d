using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;

namespace Mxit.Extensions.DependencyInjection;

/// <summary>The HTTP client below a client that lives as long as its program.</summary>
internal static class HttpPipeline
{
    public static string NameOf(string clientName) => clientName.Length == 0 ? "Mxit" : $"Mxit:{clientName}";

    /// <summary>Whether the name is that of an HTTP client below a client of this library.</summary>
    public static bool IsName(string? name) => name == "Mxit" || name?.StartsWith("Mxit:", StringComparison.Ordinal) is true;

    public static void Add(MxitClientBuilder builder)
    {
        builder.Services.AddHttpClient(builder.Name);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter, ResendGuard>());
        builder
            .ConfigureHttpClient(static http => http.Timeout = Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler(static (handler, _) =>
            {
                // A redirect is a failure: no endpoint of Mxit answers with one.
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;

                // The factory changes handlers for clients that are made again and again. This one is made once, so its
                // connections are what is changed, and a change of DNS is noticed.
                handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)

            // They would write the addresses of requests, in which logins and names of folders stand.
            .RemoveAllLoggers();
    }
}
