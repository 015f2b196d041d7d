using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Mxit.Cli.Recording;

/// <summary>Observes malformed requests that Kestrel refuses; old programs may send them.</summary>
internal sealed class RefusedRequests(Action<string> refused) : IObserver<KeyValuePair<string, object?>>
{
    public const string Event = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    public static IDisposable Subscribe(DiagnosticListener listener, Action<string> refused) =>
        listener.Subscribe(new RefusedRequests(refused), name => name == Event);

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is IFeatureCollection features
            && features.Get<IBadRequestExceptionFeature>()?.Error is BadHttpRequestException fault)
        {
            // The text after a colon may quote the line with the credentials.
            refused(fault.Message.Split(':')[0]);
        }
    }

    public void OnCompleted()
    {
        // The server ends.
    }

    public void OnError(Exception error)
    {
        // Kestrel reports none.
    }
}
