namespace Mxit.Internal;

/// <summary>Reads <see cref="MxitCallOptions"/>, with their defaults.</summary>
internal static class CallOptions
{
    private const int MaxKeyLength = 255;

    public static ScopeSet ScopesOr(this MxitCallOptions? options, ScopeSet needed) =>
        options?.Scopes is { } scopes ? ScopeSet.From(scopes) : needed;

    /// <summary>Checks the options at once, although a sequence uses them only when it is read.</summary>
    /// <exception cref="ArgumentException">The options are invalid.</exception>
    public static void Check(this MxitCallOptions? options)
    {
        _ = options.ScopesOr(default);
        _ = options.CheckedTimeout();
        _ = options.CheckedRetries();
    }

    /// <exception cref="ArgumentException">The key is invalid.</exception>
    public static string KeyOrNew(this MxitCallOptions? options, TimeProvider timeProvider) => options?.IdempotencyKey switch
    {
        null => Guid.CreateVersion7(timeProvider.GetUtcNow()).ToString(),
        { Length: > 0 and <= MaxKeyLength } key when key.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0 => key,
        _ => throw new ArgumentException(
            $"{nameof(MxitCallOptions.IdempotencyKey)} must be 1 to {MaxKeyLength} visible ASCII characters.", nameof(options)),
    };

    /// <exception cref="ArgumentException">The time-out is invalid.</exception>
    public static TimeSpan? CheckedTimeout(this MxitCallOptions? options) => options?.Timeout switch
    {
        null => null,
        { } timeout when MxitClientSettings.IsTimeout(timeout) => timeout,
        _ => throw new ArgumentException(
            $"{nameof(MxitCallOptions.Timeout)} must be more than zero and at most 24 days, or infinite.", nameof(options)),
    };

    /// <exception cref="ArgumentException">The number of retries is invalid.</exception>
    public static int? CheckedRetries(this MxitCallOptions? options) => options?.MaxRetries switch
    {
        null => null,
        { } retries when MxitClientSettings.IsRetries(retries) => retries,
        _ => throw new ArgumentException(
            $"{nameof(MxitCallOptions.MaxRetries)} must be 0 to {MxitClientOptions.MostRetries}.", nameof(options)),
    };
}
