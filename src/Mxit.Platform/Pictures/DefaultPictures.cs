using System.Security.Cryptography;
using System.Text;
using Mxit.Media;
using Mxit.Media.Drawing;
using SkiaSharp;

namespace Mxit.Platform.Pictures;

/// <summary>
/// The pictures of people who have set none: drawn from the user id, the same each time and another one for everybody, so that
/// people can be told apart in a list.
/// </summary>
internal sealed class DefaultPictures
{
    /// <summary>Part of what is hashed: changes when the drawing does, and so does the id that others see.</summary>
    private const string Version = "1";

    private const int Capacity = 1_000;
    private const int Rows = 4;
    private const int CoverWidth = 1280;
    private const int CoverHeight = 320;

    private readonly GenerationCache<DefaultPicture> _drawn = new(Capacity);

    /// <summary>
    /// The id that others see of a default avatar: <c>d</c> and 31 hex digits; the ids of others have no <c>d</c> in front.
    /// </summary>
    public static string GetAvatarId(string userId) => $"d{Convert.ToHexStringLower(Seed(userId, "id"))[..31]}";

    /// <summary>Draws an avatar: square, PNG.</summary>
    /// <param name="userId">The person.</param>
    /// <param name="side">How wide and high it is, in pixels.</param>
    internal DefaultPicture GetAvatar(string userId, int side) => Get(userId, "avatar", side, side);

    /// <summary>Draws a cover: 1280 by 320, PNG.</summary>
    internal DefaultPicture GetCover(string userId) => Get(userId, "cover", CoverWidth, CoverHeight);

    private static byte[] Seed(string userId, string use) => SHA256.HashData(Encoding.UTF8.GetBytes($"{Version}/{use}/{userId}"));

    private static DefaultPicture Draw(string userId, string use, int width, int height)
    {
        // The cover and the avatar of a person have the same colours.
        var colors = Seed(userId, "colors");
        var hue = BitConverter.ToUInt16(colors, 0) * 360f / 65_536;
        var turn = (colors[2] % 2 == 0 ? 1 : -1) * (25 + (colors[3] % 35));
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColor.FromHsl(hue, 52, 40));
            var tile = (float)height / Rows;
            var columns = (int)MathF.Ceiling(width / tile);
            var shapes = new Random(BitConverter.ToInt32(Seed(userId, use)));
            for (var row = 0; row < Rows; row++)
            {
                for (var column = 0; column < (columns + 1) / 2; column++)
                {
                    DrawTile(
                        canvas, shapes.Next(), hue + turn,
                        new SKRect(column * tile, row * tile, (column + 1) * tile, (row + 1) * tile), width);
                }
            }
        }

        using var pixels = bitmap.PeekPixels();
        var made = PictureEncoder.Encode(pixels, PictureEncoding.Png);
        return new DefaultPicture(made.Bytes, Convert.ToHexStringLower(SHA256.HashData(made.Bytes.Span)));
    }

    // Each shape is drawn a second time, mirrored: what has two equal sides is easier to tell from others.
    private static void DrawTile(SKCanvas canvas, int random, float hue, SKRect tile, int width)
    {
        using var paint =
            new SKPaint { IsAntialias = true, Color = SKColor.FromHsl((hue + 360) % 360, 58, 52 + (random / 64 % 4 * 9)) };
        var corner = random % 4;
        var (centerX, centerY) = (corner % 2 == 0 ? tile.Left : tile.Right, corner / 2 == 0 ? tile.Top : tile.Bottom);
        switch (random / 4 % 5)
        {
            case 0 or 1:
                canvas.Save();
                canvas.ClipRect(tile);
                canvas.DrawCircle(centerX, centerY, tile.Width, paint);
                canvas.Restore();
                canvas.Save();
                canvas.ClipRect(new SKRect(width - tile.Right, tile.Top, width - tile.Left, tile.Bottom));
                canvas.DrawCircle(width - centerX, centerY, tile.Width, paint);
                canvas.Restore();
                break;

            case 2:
                canvas.DrawCircle(tile.MidX, tile.MidY, tile.Width * 0.32f, paint);
                canvas.DrawCircle(width - tile.MidX, tile.MidY, tile.Width * 0.32f, paint);
                break;

            case 3:
                canvas.DrawRect(tile, paint);
                canvas.DrawRect(new SKRect(width - tile.Right, tile.Top, width - tile.Left, tile.Bottom), paint);
                break;

            default:
                // Left empty.
                break;
        }
    }

    private DefaultPicture Get(string userId, string use, int width, int height)
    {
        var key = $"{userId}/{use}/{width}";
        if (_drawn.Find(key, keep: true) is { } picture)
        {
            return picture;
        }

        picture = Draw(userId, use, width, height);
        _drawn.Set(key, picture);
        return picture;
    }
}

/// <summary>A default picture.</summary>
/// <param name="Bytes">The PNG.</param>
/// <param name="Key">The SHA-256 of the bytes, as the storage names others.</param>
internal sealed record DefaultPicture(ReadOnlyMemory<byte> Bytes, string Key);
