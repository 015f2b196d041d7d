using Microsoft.Extensions.Options;
using Mxit.Platform.Media;
using Mxit.Platform.Pictures;
using SkiaSharp;

namespace Mxit.Platform.Tests.Media;

/// <summary>Makes pictures as the server does.</summary>
internal sealed class Workshop(Action<MediaSettings>? configure = null, TimeProvider? clock = null) : IDisposable
{
    public static readonly PictureSize[] Avatar = [.. PictureSizes.Avatar];
    public static readonly PictureSize[] Cover = [.. PictureSizes.Cover];

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

    private static PictureMaker Create(Action<MediaSettings>? configure, TimeProvider? clock)
    {
        var settings = new MediaSettings();
        configure?.Invoke(settings);
        return new PictureMaker(Options.Create(settings), clock ?? TimeProvider.System);
    }
}
