using Microsoft.Extensions.Options;
using Mxit.Platform.Media;
using Mxit.Platform.Media.Metadata;

namespace Mxit.Platform.Tests.Media.Positions;

/// <summary>Copies of stored contents for others.</summary>
public sealed class PositionRemoverTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("mxit-test-").FullName;
    private readonly FolderMediaStorage _storage;
    private readonly PositionRemover _remover;

    public PositionRemoverTests()
    {
        _storage = new FolderMediaStorage(new MediaFolder(new ServerContext(new Uri("http://localhost"), _data, false)), TimeProvider.System);
        _remover = new PositionRemover(_storage, Options.Create(new MediaSettings()));
    }

    [Fact]
    public async Task U_08_a_copy_without_the_position_is_staged_and_the_original_stays()
    {
        var photo = PositionFiles.FullJpeg();
        var (key, _) = await _storage.SaveAsync(new MemoryStream(photo));

        await using var copy = await _remover.StageWithoutOrNullAsync(key, default);

        Assert.NotNull(copy);
        Assert.NotEqual(key, copy.Key);
        Assert.Equal(photo.Length, copy.Length);
        await copy.PublishAsync(default);
        Assert.False(Reading.HasSecret(await ReadAsync(copy.Key)));
        Assert.Equal(photo, await ReadAsync(key));
        Assert.Null(await _remover.StageWithoutOrNullAsync(copy.Key, default));
    }

    [Fact]
    public async Task No_copy_is_made_of_what_tells_no_position_or_is_not_there()
    {
        var (key, _) = await _storage.SaveAsync(new MemoryStream(TestPictures.Jpeg()));

        Assert.Null(await _remover.StageWithoutOrNullAsync(key, default));
        Assert.Null(await _remover.StageWithoutOrNullAsync(new string('0', 64), default));

        Assert.Single(Directory.GetFiles(Path.Combine(_data, "media"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task The_file_reads_the_same_in_pieces_from_any_place()
    {
        var photo = PositionFiles.FullPng();
        var whole = await Reading.RemoveAsync(photo);
        await using var without = await _remover.RemoveOrNullAsync(new MemoryStream(photo), default);
        var piece = new byte[7];
        for (var position = photo.Length - piece.Length; position >= 0; position -= 3)
        {
            without!.Position = position;
            await without.ReadExactlyAsync(piece);
            Assert.Equal(whole[position..(position + piece.Length)], piece);
        }
    }

    [Fact]
    public async Task Who_does_not_wait_any_more_stops_the_work()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _remover.RemoveOrNullAsync(new MemoryStream(PositionFiles.FullPng()), stop.Token));
    }

    public void Dispose()
    {
        _remover.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private async Task<byte[]> ReadAsync(string key)
    {
        await using var content = await _storage.OpenOrNullAsync(key, default);
        using var bytes = new MemoryStream();
        await content!.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
