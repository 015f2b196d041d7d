using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Media;

namespace Mxit.Platform.Tests.Media;

/// <summary>What every storage of media must do. Each storage has a class that derives from this.</summary>
public abstract class MediaStorageSuite : IDisposable
{
    private const long NoLimit = long.MaxValue;

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    /// <summary>The storage; the same one each time.</summary>
    protected abstract IMediaStorage Storage { get; }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(300_000)]
    public async Task What_is_saved_can_be_read(int length)
    {
        var bytes = Bytes(length);

        var saved = await Storage.SaveAsync(new MemoryStream(bytes), NoLimit, CancellationToken.None);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), saved.Key);
        Assert.Equal((length, Clock.GetUtcNow()), (saved.Length, saved.SavedUtc));
        Assert.True(await Storage.ExistsAsync(saved.Key, CancellationToken.None));
        Assert.Equal(bytes, await ReadAsync(saved.Key));
    }

    [Fact]
    public async Task A_reader_can_seek_and_knows_the_length()
    {
        var bytes = Bytes(50_000);
        var saved = await Storage.SaveAsync(new MemoryStream(bytes), NoLimit, CancellationToken.None);

        await using var stream = await Storage.OpenOrNullAsync(saved.Key, CancellationToken.None);

        Assert.Equal((true, 50_000), (stream!.CanSeek, stream.Length));
        stream.Position = 49_000;
        var rest = new byte[1_000];
        await stream.ReadExactlyAsync(rest);
        Assert.Equal(bytes[49_000..], rest);
    }

    [Fact]
    public async Task Equal_bytes_are_stored_once_and_saving_them_again_makes_them_young()
    {
        var first = await Storage.SaveAsync(new MemoryStream(Bytes(1_000)), NoLimit, CancellationToken.None);
        Clock.Advance(TimeSpan.FromDays(3));

        var second = await Storage.SaveAsync(new MemoryStream(Bytes(1_000)), NoLimit, CancellationToken.None);

        Assert.Equal(first.Key, second.Key);
        Assert.Equal((first.Key, 1_000, Clock.GetUtcNow()), Assert.Single(await ListAsync()));
    }

    [Fact]
    public async Task U_02_a_content_over_the_limit_leaves_nothing_and_is_read_no_further()
    {
        using var endless = new EndlessStream();

        var failure = await Assert.ThrowsAsync<MediaTooLargeException>(() => Storage.SaveAsync(endless, 1_000_000, CancellationToken.None));

        Assert.Equal(1_000_000, failure.MaxBytes);
        Assert.InRange(endless.BytesRead, 1_000_000, 2_000_000);
        await AssertNothingIsThereAsync();
    }

    [Fact]
    public async Task A_content_as_long_as_the_limit_is_saved() =>
        Assert.Equal(1_000, (await Storage.SaveAsync(new MemoryStream(Bytes(1_000)), 1_000, CancellationToken.None)).Length);

    [Fact]
    public async Task U_17_a_content_that_breaks_off_leaves_nothing()
    {
        using var broken = new EndlessStream(failAfter: 500_000);

        await Assert.ThrowsAsync<IOException>(() => Storage.SaveAsync(broken, NoLimit, CancellationToken.None));

        await AssertNothingIsThereAsync();
    }

    [Fact]
    public async Task A_save_that_is_stopped_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        using var endless = new EndlessStream(onRead: read =>
        {
            if (read > 500_000)
            {
                stop.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Storage.SaveAsync(endless, NoLimit, stop.Token));

        await AssertNothingIsThereAsync();
    }

    [Fact]
    public async Task U_02_saving_a_large_content_takes_little_memory()
    {
        const long Length = 256 * 1024 * 1024;
        using var large = new EndlessStream(endAfter: Length);
        _ = await Storage.SaveAsync(new MemoryStream(Bytes(1_000_000)), NoLimit, CancellationToken.None);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var saved = await Storage.SaveAsync(large, NoLimit, CancellationToken.None);

        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.Equal(Length, saved.Length);
        Assert.True(allocated < Length / 8, $"{allocated} bytes were allocated");
    }

    [Theory]
    [InlineData("")]
    [InlineData("tmp")]
    [InlineData("../../../etc/passwd")]
    [InlineData("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("/0b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public async Task A_key_that_is_none_finds_nothing(string key)
    {
        await Storage.SaveAsync(new MemoryStream(), NoLimit, CancellationToken.None);

        Assert.Null(await Storage.OpenOrNullAsync(key, CancellationToken.None));
        Assert.False(await Storage.ExistsAsync(key, CancellationToken.None));
        Assert.False(await Storage.DeleteAsync(key, DateTimeOffset.MaxValue, CancellationToken.None));
    }

    [Fact]
    public async Task Bytes_are_deleted_unless_they_were_saved_since()
    {
        var saved = await Storage.SaveAsync(new MemoryStream(Bytes(10)), NoLimit, CancellationToken.None);

        Assert.False(await Storage.DeleteAsync(saved.Key, saved.SavedUtc, CancellationToken.None));
        Assert.True(await Storage.ExistsAsync(saved.Key, CancellationToken.None));
        Assert.True(await Storage.DeleteAsync(saved.Key, saved.SavedUtc.AddSeconds(1), CancellationToken.None));
        Assert.False(await Storage.DeleteAsync(saved.Key, saved.SavedUtc.AddSeconds(1), CancellationToken.None));
        await AssertNothingIsThereAsync();
    }

    [Fact]
    public async Task U_18_who_reads_while_the_bytes_are_deleted_reads_to_the_end()
    {
        var saved = await Storage.SaveAsync(new MemoryStream(Bytes(100_000)), NoLimit, CancellationToken.None);
        await using var stream = await Storage.OpenOrNullAsync(saved.Key, CancellationToken.None);

        Assert.True(await Storage.DeleteAsync(saved.Key, DateTimeOffset.MaxValue, CancellationToken.None));

        using var read = new MemoryStream();
        await stream!.CopyToAsync(read);
        Assert.Equal(Bytes(100_000), read.ToArray());
    }

    [Fact]
    public async Task Many_saves_of_equal_bytes_at_once_all_succeed()
    {
        var saved = await Task.WhenAll(Enumerable.Range(0, 40).Select(index => Task.Run(() =>
            Storage.SaveAsync(new MemoryStream(Bytes(20_000 + (index % 4))), NoLimit, CancellationToken.None))));

        Assert.Equal(4, saved.DistinctBy(media => media.Key).Count());
        Assert.Equal(4, (await ListAsync()).Count);
        Assert.Equal(Bytes(20_003), await ReadAsync(saved[3].Key));
    }

    [Fact]
    public async Task A_save_and_a_delete_at_the_same_moment_leave_the_bytes()
    {
        var old = Clock.GetUtcNow();
        for (var round = 0; round < 50; round++)
        {
            Clock.SetUtcNow(old.AddDays(2 * round));
            var first = await Storage.SaveAsync(new MemoryStream(Bytes(5_000)), NoLimit, CancellationToken.None);
            Clock.SetUtcNow(old.AddDays((2 * round) + 1));

            var delete = Task.Run(() => Storage.DeleteAsync(first.Key, Clock.GetUtcNow(), CancellationToken.None));
            var save = Task.Run(() => Storage.SaveAsync(new MemoryStream(Bytes(5_000)), NoLimit, CancellationToken.None));
            await Task.WhenAll(delete, save);

            Assert.True(await Storage.ExistsAsync(first.Key, CancellationToken.None), $"round {round}");
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    protected abstract void Dispose(bool disposing);

    protected async Task<List<(string Key, long Length, DateTimeOffset SavedUtc)>> ListAsync()
    {
        var all = new List<(string, long, DateTimeOffset)>();
        await foreach (var media in Storage.ListAsync(CancellationToken.None))
        {
            all.Add((media.Key, media.Length, media.SavedUtc));
        }

        return all;
    }

    protected virtual async Task AssertNothingIsThereAsync() => Assert.Empty(await ListAsync());

    private async Task<byte[]> ReadAsync(string key)
    {
        await using var stream = await Storage.OpenOrNullAsync(key, CancellationToken.None);
        using var read = new MemoryStream();
        await stream!.CopyToAsync(read);
        return read.ToArray();
    }

    /// <summary>Bytes without end, unless told otherwise.</summary>
    protected sealed class EndlessStream(long failAfter = long.MaxValue, long endAfter = long.MaxValue, Action<long>? onRead = null) : Stream
    {
        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (BytesRead >= failAfter)
            {
                throw new IOException("The sender is gone.");
            }

            var read = (int)Math.Min(count, endAfter - BytesRead);
            buffer.AsSpan(offset, read).Fill((byte)(BytesRead >> 16));
            BytesRead += read;
            onRead?.Invoke(BytesRead);
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
