using System.Runtime.CompilerServices;
using Microsoft.Extensions.Http;
using Mxit.Internal;

namespace Mxit.Extensions.DependencyInjection;

/// <summary>
/// Puts two handlers around those that a host adds to a client, since some of them send a request again: the outer one begins to
/// count, the inner one counts what goes out, and lets out once what must not be sent twice.
/// </summary>
internal sealed class ResendGuard : IHttpMessageHandlerBuilderFilter
{
    private static readonly HttpRequestOptionsKey<SingleSend> Single = new("Mxit.SingleSend");

    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        if (HttpPipeline.IsName(builder.Name))
        {
            builder.AdditionalHandlers.Insert(0, new Outer());
            builder.AdditionalHandlers.Add(new Inner());
        }
    };

    private sealed class Outer : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Options.Set(SendTracking.Sends, new StrongBox<int>());
            if (request.Options.TryGetValue(SendTracking.SendOnce, out var once) && once)
            {
                request.Options.Set(Single, new SingleSend());
            }

            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Inner : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Options.TryGetValue(SendTracking.Sends, out var sends))
            {
                Interlocked.Increment(ref sends.Value);
            }

            return request.Options.TryGetValue(Single, out var single)
                ? single.SendAsync(() => base.SendAsync(request, cancellationToken), cancellationToken)
                : base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>A request that goes out once: whoever sends it again gets the same response, or the same exception.</summary>
    private sealed class SingleSend
    {
        // The answers to such requests are short.
        private const int MaxBytes = 1024 * 1024;

        private readonly Lock _gate = new();
        private Task<HttpResponseMessage>? _first;

        public async Task<HttpResponseMessage> SendAsync(
            Func<Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
        {
            Task<HttpResponseMessage> first;
            lock (_gate)
            {
                if (_first is null || NeverLeft(_first))
                {
                    _first = SendFirstAsync(send);
                }

                first = _first;
            }

            var answer = await first.WaitAsync(cancellationToken).ConfigureAwait(false);
            return await CopyAsync(answer, cancellationToken).ConfigureAwait(false);
        }

        private static async Task<HttpResponseMessage> SendFirstAsync(Func<Task<HttpResponseMessage>> send)
        {
            var answer = await send().ConfigureAwait(false);
            await answer.Content.LoadIntoBufferAsync(MaxBytes).ConfigureAwait(false);
            return answer;
        }

        private static bool NeverLeft(Task first) => first.Exception?.InnerException is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError,
        };

        // Who sends again disposes of what came before.
        private static async Task<HttpResponseMessage> CopyAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
        {
            var content = new ByteArrayContent(
                await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            var copy = new HttpResponseMessage(answer.StatusCode)
            {
                Content = content,
                ReasonPhrase = answer.ReasonPhrase,
                RequestMessage = answer.RequestMessage,
                Version = answer.Version,
            };
            foreach (var (name, values) in answer.Headers.NonValidated)
            {
                copy.Headers.TryAddWithoutValidation(name, values);
            }

            foreach (var (name, values) in answer.Content.Headers.NonValidated)
            {
                content.Headers.TryAddWithoutValidation(name, values);
            }

            return copy;
        }
    }
}
