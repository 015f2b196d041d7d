using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Mxit.Cli.Recording;

/// <summary>Hears of requests that Kestrel refuses before they are requests: those of old programs may be such.</summary>
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
            // What is quoted after a colon may be the line with the credentials.
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
