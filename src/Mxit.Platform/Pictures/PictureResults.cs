namespace Mxit.Platform.Pictures;

/// <summary>A picture to show.</summary>
/// <param name="Content">The bytes, to be closed; a stream that can seek.</param>
/// <param name="MediaType">Their media type.</param>
/// <param name="Tag">Another one for other bytes.</param>
/// <param name="ChangedUtc">When the person last changed it.</param>
internal sealed record PictureContent(Stream Content, string MediaType, string Tag, DateTime ChangedUtc);

/// <summary>What became of the wish for another picture.</summary>
internal enum SetPictureOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>There is no such person, or no longer.</summary>
    NotFound,

    /// <summary>The picture there is not the one that the caller expects.</summary>
    NotAsExpected,

    /// <summary>What was sent is not a picture that is taken.</summary>
    Refused,

    /// <summary>What was sent is too long.</summary>
    TooLarge,

    /// <summary>Too many pictures are being made already.</summary>
    Overloaded,

    /// <summary>There is no room left for media.</summary>
    StorageFull,
}

/// <summary>The answer to the wish for another picture.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Text">For the sender, when it was not done.</param>
internal sealed record SetPictureResult(SetPictureOutcome Outcome, string? Text = null);
