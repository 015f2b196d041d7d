using SkiaSharp;

namespace Mxit.Media.Tests;

/// <summary>Makes pictures as the server does.</summary>
internal sealed class Workshop(Action<PictureLimits>? configure = null, TimeProvider? clock = null) : IDisposable
{
    public static readonly PictureSize[] Avatar =
    [
        new(96, 96, PictureFit.Fill, PictureEncoding.Png), new(480, 480, PictureFit.Crop, PictureEncoding.JpegUnlessTransparent),
    ];

    public static readonly PictureSize[] Cover = [new(1280, 1280, PictureFit.Within, PictureEncoding.Jpeg)];

    public PictureMaker Maker { get; } = Create(configure, clock);

    public async Task<MadePicture[]> MakeAsync(byte[] file, params PictureSize[] sizes)
    {
        var result = await TryAsync(file, sizes);
        Assert.True(result.Outcome == PictureOutcome.Made, result.Text);
        return [.. result.Pictures];
    }

    public Task<PictureResult> TryAsync(byte[] file, params PictureSize[] sizes) =>
        Maker.MakeAsync(new MemoryStream(file), sizes.Length == 0 ? Avatar : sizes, CancellationToken.None);

    /// <summary>Why a file is refused.</summary>
    public async Task<string> RefuseAsync(byte[] file)
    {
        var result = await TryAsync(file);
        Assert.Equal(PictureOutcome.Refused, result.Outcome);
        return result.Text!;
    }

    public void Dispose() => Maker.Dispose();

    public static SKBitmap Open(MadePicture picture) => SKBitmap.Decode(picture.Bytes.Span);

    private static PictureMaker Create(Action<PictureLimits>? configure, TimeProvider? clock)
    {
        var limits = new PictureLimits();
        configure?.Invoke(limits);
        return new PictureMaker(limits, clock ?? TimeProvider.System);
    }
}
