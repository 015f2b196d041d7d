using System.ComponentModel.DataAnnotations;

namespace Mxit.Platform.Idempotency;

/// <summary>How long answers are kept. Section <c>Mxit:Idempotency</c>.</summary>
internal sealed class IdempotencySettings
{
    /// <summary>How long the response under an <c>Idempotency-Key</c> is kept, in hours.</summary>
    [Range(1, 720)]
    public int KeepHours { get; set; } = 24;
}
