using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Mxit.Internal;

internal sealed partial class MxitConnection
{
    /// <summary>Makes a call, and tells who listens of it.</summary>
    private ValueTask<T> RunAsync<T>(
        ApiRequest request, Func<HttpResponseMessage, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken) =>
        CallTelemetry.IsHeard
            ? RunHeardAsync(request, read, cancellationToken)
            : RunAsync(request, read, telemetry: null, cancellationToken);

    private async ValueTask<T> RunHeardAsync<T>(
        ApiRequest request, Func<HttpResponseMessage, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        using var telemetry = new CallTelemetry(request, _settings);
        try
        {
            return await RunAsync(request, read, telemetry, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            telemetry.Failed(failure);
            throw;
        }
    }

    /// <summary>Makes a call: with a token, in time, as often as it takes.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> RunAsync<T>(
        ApiRequest request,
        Func<HttpResponseMessage, CancellationToken, ValueTask<T>> read,
        CallTelemetry? telemetry,
        CancellationToken cancellationToken)
    {
        if (request.Upload is { } upload)
        {
            await upload.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }

        using var deadline = new Deadline(request.Timeout ?? Timeout, TimeProvider, cancellationToken);
        var plan = new RetryPlan(request, request.MaxRetries ?? MaxRetries, TimeProvider);

        // The time of an upload counts from the last byte that went: how long a large one takes is not known beforehand.
        var meter = request.Upload is null ? null : new TransferMeter(request.Progress, TimeProvider, deadline);
        try
        {
            var token = request.Tokens is null
                ? null
                : await request.Tokens.GetAsync(request.Scopes, deadline.Token).ConfigureAwait(false);
            var result = await RepeatAsync(request, token, read, plan, meter, telemetry, deadline).ConfigureAwait(false);
            meter?.Finish();
            return result;
        }
        catch (Exception failure) when (UploadSourceException.SourceOf(failure) is { } source)
        {
            ExceptionDispatchInfo.Throw(plan.Tell(source));
            throw;
        }
        catch (Exception failure) when (deadline.Translate(failure) is { } translated)
        {
            throw plan.Tell(translated);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> RepeatAsync<T>(
        ApiRequest request,
        string? token,
        Func<HttpResponseMessage, CancellationToken, ValueTask<T>> read,
        RetryPlan plan,
        TransferMeter? meter,
        CallTelemetry? telemetry,
        Deadline deadline)
    {
        for (var replaced = token is null; ;)
        {
            plan.Begin();
            telemetry?.Sent();
            try
            {
                var response = await SendOnceAsync(request, token, meter, deadline.Token).ConfigureAwait(false);
                telemetry?.Answered(response.StatusCode);
                return request.Expects(response.StatusCode)
                    ? await read(response, deadline.Token).ConfigureAwait(false)
                    : throw await ReadErrorAsync(response, request, token, deadline.Token).ConfigureAwait(false);
            }
            catch (MxitUnauthorizedException refused) when (!replaced)
            {
                plan.Add(refused);
                replaced = true;
                token = await request.Tokens!.ReplaceAsync(request.Scopes, token!, deadline.Token).ConfigureAwait(false)
                    ?? throw plan.Tell(refused);
                ThrowIfSpent(
                    request,
                    plan,
                    refused,
                    "The token was refused and replaced, but the stream cannot be read a second time. Nothing was changed: call " +
                    "again with a new stream.");
            }
            catch (Exception failure) when (UploadSourceException.SourceOf(failure) is null)
            {
                plan.Add(failure);
                if (deadline.Token.IsCancellationRequested || plan.PauseAfter(failure, deadline.Remaining) is not { } pause)
                {
                    plan.Tell(failure);
                    throw;
                }

                ThrowIfSpent(
                    request,
                    plan,
                    deadline.Translate(failure) ?? failure,
                    "The upload failed and could be repeated, but the stream cannot be read a second time. Call again with a new " +
                    "stream; under the same idempotency key nothing is done twice.");
                await Task.Delay(pause, TimeProvider, deadline.Token).ConfigureAwait(false);
            }
        }
    }

    private static void ThrowIfSpent(ApiRequest request, RetryPlan plan, Exception failure, string message)
    {
        if (request.Upload is { CanSend: false })
        {
            throw plan.Tell(new MxitSpentStreamException(message, failure));
        }
    }
}
