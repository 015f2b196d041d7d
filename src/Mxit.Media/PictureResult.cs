namespace Mxit.Media;

/// <summary>What became of a picture that somebody sent.</summary>
internal enum PictureOutcome
{
    /// <summary>The pictures were made.</summary>
    Made,

    /// <summary>It is not a picture that is taken; the text says why and what would be.</summary>
    Refused,

    /// <summary>Too many pictures are being made already.</summary>
    Overloaded,
}

/// <summary>The pictures that were made of another, or why not.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Text">For the sender, when nothing was made.</param>
/// <param name="Pictures">One for each size, in the same order.</param>
internal sealed record PictureResult(PictureOutcome Outcome, string? Text, IReadOnlyList<MadePicture> Pictures);

/// <summary>A picture made by us: it holds pixels and nothing else.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="MediaType"><c>image/png</c> or <c>image/jpeg</c>.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
internal sealed record MadePicture(ReadOnlyMemory<byte> Bytes, string MediaType, int Width, int Height);
