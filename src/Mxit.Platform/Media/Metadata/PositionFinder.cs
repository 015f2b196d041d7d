namespace Mxit.Platform.Media.Metadata;

/// <summary>
/// Finds where in a file it says where it was made. The content alone decides what the file is; one of a kind that is not known
/// tells nothing.
/// </summary>
internal static class PositionFinder
{
    private const int MaxRounds = 8;

    private static readonly IPositionFormat[] Formats =
        [new JpegPositions(), new PngPositions(), new WebPPositions(), new TiffPositions(), new BoxPositions()];

    /// <summary>Finds the patches that take every position out.</summary>
    /// <param name="file">The file; a stream that can seek. Stands somewhere afterwards.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>
    /// Layers of patches, one over the other; none when the file tells no position. There is more than one only where removing a
    /// position made another one visible.
    /// </returns>
    public static IReadOnlyList<Patch[]> Find(Stream file, CancellationToken cancellationToken)
    {
        var layers = new List<Patch[]>();
        while (layers.Count < MaxRounds)
        {
            var reader = new FileReader(Apply(file, layers), cancellationToken);
            var found = new PatchCollector();
            Scan(new FileWindow(reader), found);
            var layer = found.Build(reader);
            if (layer.Length == 0)
            {
                return layers;
            }

            layers.Add(layer);
        }

        // Only parts that lie over each other do that, which no camera writes. Nothing is left of such a file.
        return [[Patch.Fill(0, file.Length, 0)]];
    }

    /// <summary>The file as it reads with the patches.</summary>
    public static Stream Apply(Stream file, IReadOnlyList<Patch[]> layers) =>
        layers.Aggregate(file, (below, layer) => new PatchedStream(below, layer));

    private static void Scan(FileWindow file, PatchCollector found)
    {
        Span<byte> start = stackalloc byte[IPositionFormat.StartLength];
        start = start[..file.Read(0, start)];
        foreach (var format in Formats)
        {
            if (format.Matches(start))
            {
                format.Find(file, found);
                return;
            }
        }
    }
}
