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
    private protected abstract IMediaStorage Storage { get; }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(300_000)]
    public async Task U_30_what_is_saved_can_be_read(int length)
    {
        var bytes = Bytes(length);

        var (key, saved) = await SaveAsync(new MemoryStream(bytes));

        Assert.Equal((Convert.ToHexStringLower(SHA256.HashData(bytes)), length), (key, saved));
        Assert.True(await Storage.ExistsAsync(key, CancellationToken.None));
        Assert.Equal(bytes, await ReadAsync(key));
        Assert.Equal((key, length, Clock.GetUtcNow()), Assert.Single(await ListAsync()));
    }

    [Fact]
    public async Task What_is_staged_is_seen_by_nobody_but_can_be_looked_into()
    {
        await using (var staged = await Storage.StageAsync(new MemoryStream(Bytes(5_000)), NoLimit, CancellationToken.None))
        {
            Assert.False(await Storage.ExistsAsync(staged.Key, CancellationToken.None));
            Assert.Null(await Storage.OpenOrNullAsync(staged.Key, CancellationToken.None));
            Assert.False(await Storage.DeleteAsync(staged.Key, CancellationToken.None));
            Assert.Empty(await ListAsync());
            await using var stream = await staged.OpenAsync(CancellationToken.None);
            Assert.Equal((true, 5_000), (stream.CanSeek, stream.Length));
            stream.Position = 4_990;
            var rest = new byte[10];
            await stream.ReadExactlyAsync(rest);
            Assert.Equal(Bytes(5_000)[4_990..], rest);
        }

        await AssertNothingIsThereAsync();
    }

    [Fact]
    public async Task What_was_published_stays_when_it_is_closed_and_is_published_once()
    {
        var staged = await Storage.StageAsync(new MemoryStream(Bytes(10)), NoLimit, CancellationToken.None);
        await staged.PublishAsync(CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(() => staged.PublishAsync(CancellationToken.None));
        await staged.DisposeAsync();
        await staged.DisposeAsync();

        Assert.Equal(Bytes(10), await ReadAsync(staged.Key));
        var closed = await Storage.StageAsync(new MemoryStream(Bytes(20)), NoLimit, CancellationToken.None);
        await closed.DisposeAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => closed.PublishAsync(CancellationToken.None));
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task A_content_is_there_after_it_is_published_whatever_was_deleted_before()
    {
        var (key, _) = await SaveAsync(new MemoryStream(Bytes(100)));
        await using var staged = await Storage.StageAsync(new MemoryStream(Bytes(100)), NoLimit, CancellationToken.None);

        Assert.True(await Storage.DeleteAsync(key, CancellationToken.None));
        await staged.PublishAsync(CancellationToken.None);

        Assert.Equal(Bytes(100), await ReadAsync(key));
    }

    [Fact]
    public async Task Who_gives_a_content_up_takes_nothing_from_who_has_an_equal_one()
    {
        var (key, _) = await SaveAsync(new MemoryStream(Bytes(100)));

        await (await Storage.StageAsync(new MemoryStream(Bytes(100)), NoLimit, CancellationToken.None)).DisposeAsync();

        Assert.Equal(Bytes(100), await ReadAsync(key));
    }

    [Fact]
    public async Task A_reader_can_seek_and_knows_the_length()
    {
        var bytes = Bytes(50_000);
        var (key, _) = await SaveAsync(new MemoryStream(bytes));

        await using var stream = await Storage.OpenOrNullAsync(key, CancellationToken.None);

        Assert.Equal((true, 50_000), (stream!.CanSeek, stream.Length));
        stream.Position = 49_000;
        var rest = new byte[1_000];
        await stream.ReadExactlyAsync(rest);
        Assert.Equal(bytes[49_000..], rest);
    }

    [Fact]
    public async Task Equal_bytes_are_stored_once_and_saving_them_again_makes_them_young()
    {
        var first = await SaveAsync(new MemoryStream(Bytes(1_000)));
        Clock.Advance(TimeSpan.FromDays(3));

        var second = await SaveAsync(new MemoryStream(Bytes(1_000)));

        Assert.Equal(first.Key, second.Key);
        Assert.Equal((first.Key, 1_000, Clock.GetUtcNow()), Assert.Single(await ListAsync()));
    }

    [Fact]
    public async Task U_02_a_content_over_the_limit_leaves_nothing_and_is_read_no_further()
    {
        using var endless = new EndlessStream();

        var failure = await Assert.ThrowsAsync<MediaTooLargeException>(
            () => Storage.StageAsync(endless, 1_000_000, CancellationToken.None));

        Assert.Equal(1_000_000, failure.MaxBytes);
        Assert.InRange(endless.BytesRead, 1_000_000, 2_000_000);
        await AssertNothingIsThereAsync();
    }

    [Fact]
    public async Task A_content_as_long_as_the_limit_is_taken()
    {
        await using var staged = await Storage.StageAsync(new MemoryStream(Bytes(1_000)), 1_000, CancellationToken.None);

        Assert.Equal(1_000, staged.Length);
    }

    [Fact]
    public async Task U_17_a_content_that_breaks_off_leaves_nothing()
    {
        using var broken = new EndlessStream(failAfter: 500_000);

        await Assert.ThrowsAsync<IOException>(() => Storage.StageAsync(broken, NoLimit, CancellationToken.None));

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

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Storage.StageAsync(endless, NoLimit, stop.Token));

        await AssertNothingIsThereAsync();
    }

    [Fact]
    public async Task U_17_what_a_crash_leaves_is_never_seen_and_removed_once_it_is_old()
    {
        // Neither published nor closed, as when the process dies.
        _ = await Storage.StageAsync(new MemoryStream(Bytes(10)), NoLimit, CancellationToken.None);

        Assert.Empty(await ListAsync());
        Assert.Equal(0, await Storage.RemoveLeftoversAsync(Clock.GetUtcNow(), CancellationToken.None));
        Assert.Equal(1, await Storage.RemoveLeftoversAsync(Clock.GetUtcNow().AddSeconds(1), CancellationToken.None));
        await AssertNothingIsThereAsync();
    }

    [Fact]
    public async Task Leftovers_are_removed_without_touching_what_is_published()
    {
        var (key, _) = await SaveAsync(new MemoryStream(Bytes(10)));

        Assert.Equal(0, await Storage.RemoveLeftoversAsync(Clock.GetUtcNow().AddDays(9), CancellationToken.None));

        Assert.Equal(Bytes(10), await ReadAsync(key));
    }

    [Fact]
    public async Task U_02_saving_a_large_content_takes_little_memory()
    {
        const long Length = 256 * 1024 * 1024;
        using var large = new EndlessStream(endAfter: Length);
        await SaveAsync(new MemoryStream(Bytes(1_000_000)));
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var saved = await SaveAsync(large);

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
        await SaveAsync(new MemoryStream());

        Assert.Null(await Storage.OpenOrNullAsync(key, CancellationToken.None));
        Assert.False(await Storage.ExistsAsync(key, CancellationToken.None));
        Assert.False(await Storage.DeleteAsync(key, CancellationToken.None));
    }

    [Fact]
    public async Task U_18_bytes_are_deleted_and_deleting_them_again_is_no_fault()
    {
        var (key, _) = await SaveAsync(new MemoryStream(Bytes(10)));

        Assert.True(await Storage.DeleteAsync(key, CancellationToken.None));
        Assert.False(await Storage.DeleteAsync(key, CancellationToken.None));

        await AssertNothingIsThereAsync();
    }

    [Fact]
    public async Task U_18_who_reads_while_the_bytes_are_deleted_reads_to_the_end()
    {
        var (key, _) = await SaveAsync(new MemoryStream(Bytes(100_000)));
        await using var stream = await Storage.OpenOrNullAsync(key, CancellationToken.None);

        Assert.True(await Storage.DeleteAsync(key, CancellationToken.None));

        using var read = new MemoryStream();
        await stream!.CopyToAsync(read);
        Assert.Equal(Bytes(100_000), read.ToArray());
    }

    [Fact]
    public async Task Many_saves_of_equal_bytes_at_once_all_succeed()
    {
        var saved = await Task.WhenAll(Enumerable.Range(0, 40).Select(index => Task.Run(() =>
            SaveAsync(new MemoryStream(Bytes(20_000 + (index % 4)))))));

        Assert.Equal(4, saved.DistinctBy(media => media.Key).Count());
        Assert.Equal(4, (await ListAsync()).Count);
        Assert.Equal(Bytes(20_003), await ReadAsync(saved[3].Key));
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

    /// <summary>Stages and publishes a content; here nobody else does anything with it.</summary>
    protected Task<(string Key, long Length)> SaveAsync(Stream content) => Storage.SaveAsync(content);

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
    protected sealed class EndlessStream(
        long failAfter = long.MaxValue, long endAfter = long.MaxValue, Action<long>? onRead = null) : Stream
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
