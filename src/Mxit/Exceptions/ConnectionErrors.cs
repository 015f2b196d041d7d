namespace Mxit.Internal;

/// <summary>
/// Errors of a connection. Each names the server by scheme, host and port. Paths and queries are left out, because they can name
/// people and files.
/// </summary>
internal static class ConnectionErrors
{
    public static MxitException Timeout(Uri address, Exception cause) =>
        new($"No complete answer came from {ServerOf(address)} in time.", MxitErrorReason.Timeout, cause);

    public static MxitException Broken(Uri address, Exception cause) =>
        new($"The connection to {ServerOf(address)} failed.", MxitErrorReason.Connection, cause);

    public static MxitException InHandler(Uri address, Exception cause) =>
        new($"The request to {ServerOf(address)} failed in a handler of the HTTP client.", MxitErrorReason.Connection, cause);

    public static MxitException EndedEarly(Uri address, long received, long? announced) =>
        new($"The answer of {ServerOf(address)} ended after {received} of {announced} bytes.", MxitErrorReason.Connection);

    public static MxitException EncodingEndedEarly(HttpResponseMessage response, Exception? cause) =>
        new(
            $"The answer of {ServerOf(response.RequestMessage!.RequestUri!)} ended before its encoding did.",
            MxitErrorReason.Connection,
            cause);

    public static MxitException NotSentAgain(Uri address) => new(
        $"The answer of {ServerOf(address)} was lost, and a handler of the HTTP client began to send the request again, which " +
        "could do its work twice. It was not sent again.",
        MxitErrorReason.Connection);

    public static bool Contains(MxitException error) => error.Reason is MxitErrorReason.Connection or MxitErrorReason.Timeout;

    /// <summary>Such as <c>https://mxit.example.org:443</c>.</summary>
    private static string ServerOf(Uri address) =>
        address.GetComponents(UriComponents.Scheme | UriComponents.Host | UriComponents.StrongPort, UriFormat.UriEscaped);
}
