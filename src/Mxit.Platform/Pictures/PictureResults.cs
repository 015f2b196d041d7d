namespace Mxit.Platform.Pictures;

/// <summary>A picture to show.</summary>
/// <param name="Content">The bytes, to be closed; a stream that can seek.</param>
/// <param name="MediaType">Their media type.</param>
/// <param name="Tag">Another one for other bytes.</param>
/// <param name="ChangedUtc">When the person last changed it.</param>
internal sealed record PictureContent(Stream Content, string MediaType, string Tag, DateTime ChangedUtc);
