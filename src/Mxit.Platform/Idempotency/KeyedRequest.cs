using System.Security.Cryptography;
using Mxit.Platform.Data;

namespace Mxit.Platform.Idempotency;

/// <summary>
/// A request that runs under a caller's key, or under none: then nothing is known of it and nothing is recorded.
/// </summary>
internal sealed class KeyedRequest : IDisposable
{
    private readonly IdempotencyStore? _store;
    private readonly string _scope = "";
    private readonly IdempotencyKey? _key;
    private readonly string _mismatch = "";
    private readonly int _keepHours;
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly Action? _end;

    internal KeyedRequest(
        IdempotencyStore store, string scope, IdempotencyKey key, string mismatch, int keepHours, TimeProvider clock,
        Action end) =>
        (_store, _scope, _key, _mismatch, _keepHours, _clock, _end) = (store, scope, key, mismatch, keepHours, clock, end);

    private KeyedRequest()
    {
    }

    /// <summary>A request without a key.</summary>
    internal static KeyedRequest WithoutKey { get; } = new();

    /// <summary>A request with the same key is running.</summary>
    internal static Refusal InUse { get; } = Refusal.Later(
        RefusalKind.KeyInUse, "A request with this Idempotency-Key is still running; ask again in a moment.");

    /// <summary>
    /// The stored answer, or the refusal of a key that was used with another body; <see langword="null"/> when there is none yet.
    /// </summary>
    public async Task<Result<IdempotencyRecord>?> FindAsync(CancellationToken cancellationToken) =>
        _store is null ? null : Check(await _store.FindAsync(_scope, _key!.Value, _clock.GetStoredUtcNow(), cancellationToken));

    /// <summary>
    /// The same within a unit of work, which must hold something by now that others of the same caller hold too: nobody adds a
    /// record in between.
    /// </summary>
    public async Task<Result<IdempotencyRecord>?> FindAsync(UnitOfWork work, CancellationToken cancellationToken) =>
        _store is null
            ? null
            : Check(await IdempotencyStore.FindAsync(work, _scope, _key!.Value, _clock.GetStoredUtcNow(), cancellationToken));

    /// <summary>
    /// Has the response committed together with the work, after nothing was found within the same unit of work.
    /// </summary>
    public void Record(UnitOfWork work, string answer)
    {
        if (Make(200, answer, null) is { } record)
        {
            IdempotencyStore.Add(work, record);
        }
    }

    /// <summary>
    /// The record of a response, for the message path, which commits it with the message; <see langword="null"/> without a key.
    /// </summary>
    public IdempotencyRecord? Make(int status, string answer, Guid? messageId) => _key is null ? null : new()
    {
        Scope = _scope,
        Key = _key.Value,
        BodyHash = _key.BodyHash,
        Status = status,
        Answer = answer,
        MessageId = messageId,
        ExpiresUtc = _clock.GetStoredUtcNow().AddHours(_keepHours),
    };

    public void Dispose() => _end?.Invoke();

    private Result<IdempotencyRecord>? Check(IdempotencyRecord? record) =>
        record is null ? null
        : CryptographicOperations.FixedTimeEquals(record.BodyHash, _key!.BodyHash) ? record
        : new Refusal(RefusalKind.KeyMismatch, _mismatch);
}
