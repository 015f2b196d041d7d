namespace Mxit.Testing;

/// <summary>
/// Reports a request that the server aborted as a connection that broke, as it is over a socket. In memory it looks as if the
/// caller had cancelled it.
/// </summary>
internal sealed class InMemoryHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException aborted) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The server closed the connection.", aborted);
        }
    }
}
