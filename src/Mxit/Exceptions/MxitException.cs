namespace Mxit;

/// <summary>
/// The base class of the exceptions of this library. <see cref="Reason"/> says why the call failed. Wrong arguments are
/// <see cref="ArgumentException"/>, and a cancelled call is <see cref="OperationCanceledException"/>. No exception contains a
/// secret, a token, the text of a message, the name of a file or personal data.
/// </summary>
public class MxitException : Exception
{
    private string? _idempotencyKey;
    private IReadOnlyList<MxitAttempt> _attempts = [];

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What went wrong, as a text for people.</param>
    /// <param name="reason">Why.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public MxitException(string message, MxitErrorReason reason, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>Why the call failed.</summary>
    public MxitErrorReason Reason { get; init; }

    /// <summary>The attempts of the call, oldest first; empty when no request was sent, or when something else failed.</summary>
    public IReadOnlyList<MxitAttempt> Attempts
    {
        get => _attempts;
        init => _attempts = value ?? [];
    }

    /// <summary>
    /// The idempotency key of the call, yours or the generated one. Pass it in <see cref="MxitCallOptions.IdempotencyKey"/> to
    /// retry the call without doing its work twice. <see langword="null"/> for calls without a key.
    /// </summary>
    public string? IdempotencyKey
    {
        get => _idempotencyKey;
        init => _idempotencyKey = value;
    }

    /// <summary>What went wrong, as a text for people; with all attempts when there were several.</summary>
    public override string Message => _attempts.Count < 2
        ? base.Message
        : $"{base.Message} Sent {_attempts.Count} times: {string.Join("; ", _attempts)}.";

    /// <summary>Adds the attempts and the key, which only the retry step knows.</summary>
    internal void Attach(IReadOnlyList<MxitAttempt> attempts, string? idempotencyKey) =>
        (_attempts, _idempotencyKey) = (attempts, idempotencyKey);
}
