using Microsoft.AspNetCore.Http;

namespace Mxit.Platform;

/// <summary>What the features may know of their host.</summary>
/// <param name="PublicAddress">The address under which others reach the server; the issuer of tokens. Never taken from a
/// request.</param>
/// <param name="DataFolder">The folder for keys and other files, an absolute path.</param>
/// <param name="IsDevelopment">People, apps and fixed credentials to play with are there, and the routes under
/// <c>/dev/</c>.</param>
internal sealed record ServerContext(Uri PublicAddress, string DataFolder, bool IsDevelopment)
{
    /// <summary>
    /// The address that a request was made to: one of the historic names for what came in at their ports, else the public
    /// address. Whatever <c>Host</c> says, it is one of the server's own.
    /// </summary>
    public Uri AddressOf(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var connection = request.HttpContext.Features.Get<HistoricConnection>();
        return connection is not null && HistoricHosts.Find(request.Host.Host) is { } name
            ? AddressOf(name, connection, request)
            : PublicAddress;
    }

    // Without TLS as well the address is the one with it: that is how the historic service was known. The port counts only if
    // it is the one that the connection came in at.
    private static Uri AddressOf(string name, HistoricConnection connection, HttpRequest request) =>
        connection.IsTls && request.Host.Port is { } port && port == request.HttpContext.Connection.LocalPort
            ? new UriBuilder(Uri.UriSchemeHttps, name, port).Uri
            : new Uri($"https://{name}/");
}
