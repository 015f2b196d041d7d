using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Mxit.Internal;

/// <summary>Reads a successful response.</summary>
internal delegate ValueTask<T> ReplyReader<T>(HttpResponseMessage response, CancellationToken cancellationToken);

/// <summary>
/// The steps of every call, outermost first: telemetry → deadline → authenticate → retry → send → read errors. Each step is one
/// method, which calls the next one.
/// </summary>
internal sealed class CallPipeline(MxitClientSettings settings) : IDisposable
{
    private readonly HttpTransport _transport = new(settings.HttpClient);
    private readonly ErrorReader _errors = new(settings.TimeProvider);

    public ValueTask<T> RunAsync<T>(ApiRequest request, ReplyReader<T> read, CancellationToken cancellationToken) =>
        CallTelemetry.IsHeard
            ? WithTelemetryAsync(request, read, cancellationToken)
            : WithDeadlineAsync(request, read, telemetry: null, cancellationToken);

    public void Dispose() => _transport.Dispose();

    /// <summary>Step 1: records traces and metrics of the call, with the outcome that the caller sees.</summary>
    private async ValueTask<T> WithTelemetryAsync<T>(ApiRequest request, ReplyReader<T> read, CancellationToken cancellationToken)
    {
        using var telemetry = new CallTelemetry(request, settings);
        try
        {
            return await WithDeadlineAsync(request, read, telemetry, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            telemetry.Failed(error);
            throw;
        }
    }

    /// <summary>Step 2: one deadline covers the token, all attempts and the delays between them.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> WithDeadlineAsync<T>(
        ApiRequest request, ReplyReader<T> read, CallTelemetry? telemetry, CancellationToken cancellationToken)
    {
        if (request.Upload is { } upload)
        {
            await upload.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }

        using var call = new Call(request, settings, telemetry, cancellationToken);
        try
        {
            var result = await AuthenticateAsync(call, read).ConfigureAwait(false);
            call.Meter?.Finish();
            return result;
        }
        catch (Exception error) when (UploadSourceException.SourceOf(error) is { } source)
        {
            ExceptionDispatchInfo.Throw(call.Attempts.AttachTo(source));
            throw;
        }
        catch (OperationCanceledException error) when (call.Deadline.Translate(error) is { } translated)
        {
            throw call.Attempts.AttachTo(translated);
        }
    }

    /// <summary>
    /// Step 3: gets a token before the first attempt, and one more when the server refuses it. That is not a retry.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> AuthenticateAsync<T>(Call call, ReplyReader<T> read)
    {
        if (call.Request.Tokens is not { } tokens)
        {
            return await RetryAsync(call, token: null, read).ConfigureAwait(false);
        }

        var token = await GetTokenAsync(call, tokens).ConfigureAwait(false);
        try
        {
            return await RetryAsync(call, token.Value, read).ConfigureAwait(false);
        }
        catch (MxitUnauthorizedException refused)
        {
            // A call without retries sends at most one token request.
            if (!tokens.Refuse(call.Request.Scopes, token.Value) || (token.WasRequested && call.Request.MaxRetries == 0))
            {
                throw;
            }

            token = await GetTokenAsync(call, tokens).ConfigureAwait(false);
            call.ThrowIfSpent(
                refused,
                "The token was refused and replaced, but the stream cannot be read a second time. Nothing was changed: call " +
                "again with a new stream.");
        }

        return await RetryAsync(call, token.Value, read).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<BearerToken> GetTokenAsync(Call call, ITokenSource tokens)
    {
        call.Deadline.Address = settings.AuthAddress;
        var token = await tokens.GetAsync(call.Request.Scopes, call.Limits, call.Deadline.Token).ConfigureAwait(false);
        call.Deadline.Address = call.Request.Address;
        return token;
    }

    /// <summary>Step 4: retries while the error is transient and the call is idempotent.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> RetryAsync<T>(Call call, string? token, ReplyReader<T> read)
    {
        while (true)
        {
            call.Attempts.Begin();
            call.Telemetry?.Sent();
            try
            {
                return await SendAsync(call, token, read).ConfigureAwait(false);
            }
            catch (MxitException error)
            {
                call.Attempts.Add(error);
                if (call.Deadline.Token.IsCancellationRequested
                    || call.Attempts.DelayBeforeRetry(error, call.Deadline.Remaining) is not { } delay)
                {
                    call.Attempts.AttachTo(error);
                    throw;
                }

                call.ThrowIfSpent(
                    error,
                    "The upload failed and could be retried, but the stream cannot be read a second time. Call again with a " +
                    "new stream; under the same idempotency key nothing is done twice.");
                await Task.Delay(delay, settings.TimeProvider, call.Deadline.Token).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Step 5: sends one attempt. Exceptions of the HTTP client, its handlers and its streams become exceptions of this library.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> SendAsync<T>(Call call, string? token, ReplyReader<T> read)
    {
        using var limit = call.Request.AttemptTimeout is { } timeout
            ? new Deadline(call.Request.Address, timeout, settings.TimeProvider, call.Deadline.Token)
            : null;
        var stop = limit?.Token ?? call.Deadline.Token;
        try
        {
            var response = await OpenAsync(call, token, asksFirst: true, stop).ConfigureAwait(false);
            call.Telemetry?.Answered(response.StatusCode);
            return call.Request.Expects(response.StatusCode)
                ? await read(response, stop).ConfigureAwait(false)
                : throw await ReadErrorAsync(call, response, token, stop).ConfigureAwait(false);
        }
        catch (Exception error) when (call.TranslateOrNull(error, limit) is { } translated)
        {
            throw translated;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HttpResponseMessage> OpenAsync(
        Call call, string? token, bool asksFirst, CancellationToken cancellationToken)
    {
        var request = call.Request;
        using var message = request.Build(token, call.Meter, asksFirst);
        HttpResponseMessage response;
        try
        {
            response = await _transport.SendAsync(message, request, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            call.Attempts.IsRetriedBelow |= _transport.WasSentAgain(message);
            throw;
        }

        if (response.StatusCode == HttpStatusCode.ExpectationFailed
            && message.Headers.ExpectContinue is true
            && request.Upload is { CanSend: true })
        {
            // A proxy does not support "Expect" and has not forwarded the request (RFC 9110, section 10.1.1).
            response.Dispose();
            return await OpenAsync(call, token, asksFirst: false, cancellationToken).ConfigureAwait(false);
        }

        if (!response.IsSuccessStatusCode)
        {
            call.Attempts.IsRetriedBelow |= _transport.WasSentAgain(message);
        }

        return response;
    }

    /// <summary>Step 6: turns an error response into an exception.</summary>
    private async Task<MxitApiException> ReadErrorAsync(
        Call call, HttpResponseMessage response, string? token, CancellationToken cancellationToken)
    {
        using (response)
        {
            return await _errors.ReadAsync(response, call.Request, token, cancellationToken).ConfigureAwait(false);
        }
    }
}
