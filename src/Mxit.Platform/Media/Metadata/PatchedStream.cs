namespace Mxit.Platform.Media.Metadata;

/// <summary>A file as it reads with patches in it. Nothing of it is held in memory, and nothing in it has moved.</summary>
/// <param name="inner">The file; closed together with this.</param>
/// <param name="patches">By their offset, none over another.</param>
internal sealed class PatchedStream(Stream inner, IReadOnlyList<Patch> patches) : ReadingStream(inner)
{
    protected override void Pass(Span<byte> piece, int wanted) => Patch.Apply(patches, piece, Position - piece.Length);
}
