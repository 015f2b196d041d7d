using System.Security.Cryptography;
using Mxit.Platform.Media;

namespace Mxit.Platform.Tests.Media;

/// <summary>Damaged bytes are not given out as if they were whole.</summary>
public sealed class VerifiedStreamTests
{
    [Theory]
    [InlineData(0), InlineData(1), InlineData(1_000), InlineData(1_001)]
    public async Task Whole_bytes_are_read_as_they_are(int length)
    {
        var bytes = Bytes(length);
        await using var stream = new VerifiedStream(
            new MemoryStream(bytes), Key(bytes), () => Assert.Fail("They are not damaged."));
        using var read = new MemoryStream();

        await stream.CopyToAsync(read, 100);

        Assert.Equal(bytes, read.ToArray());
        Assert.Equal(0, await stream.ReadAsync(new byte[10]));
    }

    [Theory]
    [InlineData(1, 0), InlineData(1_000, 0), InlineData(1_000, 500), InlineData(1_000, 999)]
    public async Task U_25_R_36_of_damaged_bytes_the_end_is_not_given_out(int length, int damaged)
    {
        var bytes = Bytes(length);
        var key = Key(bytes);
        bytes[damaged] ^= 1;
        var told = 0;
        await using var stream = new VerifiedStream(new MemoryStream(bytes), key, () => told++);
        using var read = new MemoryStream();

        await Assert.ThrowsAsync<MediaDamagedException>(() => stream.CopyToAsync(read, 100));

        Assert.Equal(1, told);
        Assert.InRange(read.Length, 0, length - 1);
    }

    [Theory]
    [InlineData(999), InlineData(0)]
    public async Task U_25_R_36_bytes_that_are_cut_off_are_found(int left)
    {
        var bytes = Bytes(1_000);
        await using var stream = new VerifiedStream(new MemoryStream(bytes[..left]), Key(bytes), () => { });

        await Assert.ThrowsAsync<MediaDamagedException>(() => stream.CopyToAsync(Stream.Null, 100));
    }

    [Fact]
    public async Task A_part_is_given_out_unchecked_and_from_the_start_it_is_checked_again()
    {
        var bytes = Bytes(1_000);
        var key = Key(bytes);
        bytes[10] ^= 1;
        await using var stream = new VerifiedStream(new MemoryStream(bytes), key, () => { });
        stream.Position = 900;
        var part = new byte[100];

        await stream.ReadExactlyAsync(part);

        Assert.Equal(bytes[900..], part);
        stream.Seek(0, SeekOrigin.Begin);
        Assert.Throws<MediaDamagedException>(() => stream.CopyTo(Stream.Null, 300));
    }

    private static string Key(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(index => (byte)(index * 7))];
}
