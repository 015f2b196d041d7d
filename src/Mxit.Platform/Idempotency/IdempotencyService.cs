using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Mxit.Platform.Data;
using Mxit.Platform.Wire;

namespace Mxit.Platform.Idempotency;

/// <summary>
/// Does work under a caller's key at most once: the same key and body gives the stored answer, another body is refused, and
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

    /// <summary>Whether there is an answer under the key, which may be one to another body.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="operation">What is asked for.</param>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<bool> IsKnownAsync(Caller caller, string operation, IdempotencyKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(key);
        return await FindAsync(Scope(caller, operation), key, cancellationToken) is not null;
    }

    /// <summary>Whether there is an answer already, for work that finds that it cannot be done (any more).</summary>
    internal async Task<bool> IsKnownAsync(RecordMaker record, CancellationToken cancellationToken) =>
        await FindAsync(record.Scope, record.Key, cancellationToken) is not null;

    /// <summary>Does the work, or gives the answer that it had.</summary>
    /// <typeparam name="T">What the work gives.</typeparam>
    /// <param name="caller">Who asks; keys of different callers are different keys.</param>
    /// <param name="operation">What is asked for; keys of different operations are different keys.</param>
    /// <param name="key">The key.</param>
    /// <param name="work">
    /// Does the work. It must commit the record that it is given the maker of together with the work, and gives
    /// <see langword="null"/> when a record was there already.
    /// </param>
    /// <param name="answerAgain">Makes the answer from what is stored.</param>
    /// <param name="cancellationToken">Gives up reading the stored answer.</param>
    public async Task<KeyedResult<T>> RunAsync<T>(
        Caller caller,
        string operation,
        IdempotencyKey key,
        Func<RecordMaker, Task<T?>> work,
        Func<IdempotencyRecord, T> answerAgain,
        CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(answerAgain);
        var scope = Scope(caller, operation);
        if (!_running.TryAdd((scope, key.Value), true))
        {
            return new KeyedResult<T>(KeyState.InUse, null);
        }

        try
        {
            var result = await work(new RecordMaker(
                scope, key, _clock.GetStoredUtcNow().AddHours(_settings.Value.KeepHours)));
            if (result is not null)
            {
                return new KeyedResult<T>(KeyState.Done, result);
            }

            return await FindAsync(scope, key, cancellationToken) switch
            {
                // It expired between the commit and this look.
                null => new KeyedResult<T>(KeyState.InUse, null),
                var record when !CryptographicOperations.FixedTimeEquals(record.BodyHash, key.BodyHash) =>
                    new KeyedResult<T>(KeyState.Mismatch, null),
                var record => new KeyedResult<T>(KeyState.Done, answerAgain(record)),
            };
        }
        finally
        {
            _running.TryRemove((scope, key.Value), out _);
        }
    }

    private Task<IdempotencyRecord?> FindAsync(string scope, IdempotencyKey key, CancellationToken cancellationToken) =>
        _store.FindAsync(scope, key.Value, _clock.GetStoredUtcNow(), cancellationToken);

    private static string Scope(Caller caller, string operation) => $"{caller.Id} {operation}";
}

/// <summary>Makes the record that is committed together with a piece of work.</summary>
/// <param name="Scope">Who asked for what.</param>
/// <param name="Key">The key.</param>
/// <param name="ExpiresUtc">When the key may be used anew.</param>
internal sealed record RecordMaker(string Scope, IdempotencyKey Key, DateTime ExpiresUtc)
{
    /// <summary>Makes the record of one answer.</summary>
    public IdempotencyRecord Make(int status, string answer, Guid? messageId) => new()
    {
        Scope = Scope,
        Key = Key.Value,
        BodyHash = Key.BodyHash,
        Status = status,
        Answer = answer,
        MessageId = messageId,
        ExpiresUtc = ExpiresUtc,
    };
}

/// <summary>What became of work under a key.</summary>
/// <typeparam name="T">What the work gives.</typeparam>
/// <param name="State">Whether there is an answer.</param>
/// <param name="Answer">The answer, of this time or of the first.</param>
internal readonly record struct KeyedResult<T>(KeyState State, T? Answer)
    where T : class;

/// <summary>What became of a key.</summary>
internal enum KeyState
{
    /// <summary>There is an answer.</summary>
    Done,

    /// <summary>A request with the key is running at this moment.</summary>
    InUse,

    /// <summary>The key was used with another body.</summary>
    Mismatch,
}
