using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Mxit.Platform.Data;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Idempotency;

/// <summary>
/// Work under a caller's key is done at most once: the same key and body gives the stored answer, another body is refused, and
/// while the first request runs, a second one is turned away.
/// </summary>
internal sealed class IdempotencyService
{
    private readonly IdempotencyStore _store;
    private readonly IOptions<IdempotencySettings> _settings;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<(string Scope, string Key), bool> _running = new();

    internal IdempotencyService(IdempotencyStore store, IOptions<IdempotencySettings> settings, TimeProvider clock)
    {
        _store = store;
        _settings = settings;
        _clock = clock;
    }

    /// <summary>Begins a request under a key. Disposing it ends the request.</summary>
    /// <param name="caller">Who asks; keys of different callers are different keys.</param>
    /// <param name="operation">What is asked for; keys of different operations are different keys.</param>
    /// <param name="key">The key; <see langword="null"/> for none.</param>
    /// <param name="mismatch">What to say when the key was used with another body.</param>
    /// <returns>The request, or the refusal when one with the same key is running.</returns>
    public Result<KeyedRequest> Begin(Caller caller, string operation, IdempotencyKey? key, string mismatch)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (key is null)
        {
            return KeyedRequest.WithoutKey;
        }

        var entry = (Scope: Scope(caller, operation), key.Value);
        return _running.TryAdd(entry, true)
            ? new KeyedRequest(
                _store, entry.Scope, key, mismatch, _settings.Value.KeepHours, _clock, () => _running.TryRemove(entry, out _))
            : KeyedRequest.InUse;
    }

    /// <summary>Whether there is a response under the key, which may be one to another body.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="operation">What is asked for.</param>
    /// <param name="key">The key; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<bool> IsKnownAsync(
        Caller caller, string operation, IdempotencyKey? key, CancellationToken cancellationToken) =>
            key is not null
            && await _store.FindAsync(
                Scope(caller, operation), key.Value, _clock.GetStoredUtcNow(), cancellationToken) is not null;

    private static string Scope(Caller caller, string operation) => $"{caller.Id} {operation}";
}
