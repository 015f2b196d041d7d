namespace Mxit;

/// <summary>
/// The base of everything that this library throws about its conversation with Mxit; <see cref="Reason"/> says why. Wrong arguments are
/// <see cref="ArgumentException"/> and a cancelled call is <see cref="OperationCanceledException"/>, as everywhere.
/// No exception holds a secret, a token, the text of a message, the name of a file or what a person tells about themselves.
/// </summary>
public class MxitException : Exception
{
    private string? _idempotencyKey;
    private IReadOnlyList<MxitAttempt> _attempts = [];

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What went wrong, for a person.</param>
    /// <param name="reason">Why.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public MxitException(string message, MxitErrorReason reason, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>Why the call failed: what a caller can act on where there is no subtype.</summary>
    public MxitErrorReason Reason { get; init; }

    /// <summary>
    /// Every time that the request was sent, oldest first; empty when it was not sent, or when that is not what failed.
    /// </summary>
    public IReadOnlyList<MxitAttempt> Attempts
    {
        get => _attempts;
        init => _attempts = value ?? [];
    }

    /// <summary>
    /// The key under which the request was sent, yours or the one made for it: give it in
    /// <see cref="MxitCallOptions.IdempotencyKey"/> to repeat the call without doing its work twice. <see langword="null"/> for
    /// calls that carry none.
    /// </summary>
    public string? IdempotencyKey
    {
        get => _idempotencyKey;
        init => _idempotencyKey = value;
    }

    /// <summary>What went wrong, for a person; with all attempts when there were several.</summary>
    public override string Message => _attempts.Count < 2
        ? base.Message
        : $"{base.Message} Sent {_attempts.Count} times: {string.Join("; ", _attempts)}.";

    /// <summary>Adds what is known only where requests are retried.</summary>
    internal void Attach(IReadOnlyList<MxitAttempt> attempts, string? idempotencyKey) =>
        (_attempts, _idempotencyKey) = (attempts, idempotencyKey);
}
