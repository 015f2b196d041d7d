namespace Mxit.Platform.Media.Thumbnails;

/// <summary>The outcome of the request for a thumbnail.</summary>
internal enum ThumbnailOutcome
{
    /// <summary>It is there.</summary>
    Found,

    /// <summary>The content is not there, or is none that can be drawn.</summary>
    None,

    /// <summary>It could not be made just now; later it can.</summary>
    Later,
}

/// <summary>The result of the request for a thumbnail.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Content">The thumbnail when there is one, to be closed.</param>
internal sealed record ThumbnailResult(ThumbnailOutcome Outcome, ThumbnailContent? Content = null);

/// <summary>A thumbnail to show.</summary>
/// <param name="Content">The bytes, to be closed; a stream that can seek.</param>
/// <param name="MediaType"><c>image/jpeg</c> or <c>image/png</c>.</param>
/// <param name="Tag">Another one for other bytes.</param>
/// <param name="CreatedUtc">When it was made.</param>
internal sealed record ThumbnailContent(Stream Content, string MediaType, string Tag, DateTime CreatedUtc);
