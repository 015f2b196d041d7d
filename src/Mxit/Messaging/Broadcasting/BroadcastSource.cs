namespace Mxit.Internal;

/// <summary>Reads recipients batch by batch, never ahead.</summary>
internal sealed class BroadcastSource(IAsyncEnumerable<UserId> recipients, int batchSize, CancellationToken cancellationToken)
    : IAsyncDisposable
{
    private readonly IAsyncEnumerator<UserId> _recipients = recipients.GetAsyncEnumerator(cancellationToken);
    private long _next;

    /// <summary>The next batch; <see langword="null"/> at the end.</summary>
    public async Task<BroadcastBatch?> ReadAsync()
    {
        cancellationToken.ThrowIfCancellationRequested();
        var batch = new List<UserId>(batchSize);
        while (batch.Count < batchSize && await _recipients.MoveNextAsync().ConfigureAwait(false))
        {
            batch.Add(_recipients.Current);
        }

        return batch.Count == 0 ? null : new BroadcastBatch(_next++, batch);
    }

    public ValueTask DisposeAsync() => _recipients.DisposeAsync();
}
