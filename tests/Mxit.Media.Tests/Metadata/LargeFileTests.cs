using System.Buffers.Binary;
using Mxit.Media.Metadata;

namespace Mxit.Media.Tests.Metadata;

/// <summary>Videos are large: little of one is read, and next to nothing held in memory.</summary>
public sealed class LargeFileTests
{
    private const long Huge = 3L << 30;
    private const int MaxMemory = 8 << 20;

    [Fact]
    public void Of_a_huge_video_little_is_read_and_held()
    {
        // The film comes first, as telephones write it, and nearly all of it is one sample.
        var film = Samples.Film("mp42");
        BinaryPrimitives.WriteUInt32BigEndian(film.AsSpan(film.AsSpan().IndexOf("stsz"u8) + 20), (uint)(Huge - 1_000));
        var data = film.AsSpan().IndexOf("mdat"u8) - 4;
        var moov = film.AsSpan().IndexOf("moov"u8) - 4;
        var path = Path.GetTempFileName();
        try
        {
            using var file = new FileStream(
                path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            file.Write(film.AsSpan(0, data));
            file.Write([0, 0, 0, 1, .. "mdat"u8, .. BitConverter.GetBytes(Huge).Reverse()]);
            file.Position = data + Huge;
            file.Write(film.AsSpan(moov));
            using var counting = new CountingStream(file);
            var before = GC.GetAllocatedBytesForCurrentThread();

            var removal = MetadataRemover.Remove(counting, null, null, default);
            using var clean = removal.Open(counting);
            var start = new byte[1 << 20];
            clean.ReadExactly(start);

            Assert.Null(removal.Refusal);
            Assert.Equal(file.Length - Samples.Text(" behind the end").Length, clean.Length);
            Assert.InRange(counting.BytesRead, 1, 8 << 20);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, MaxMemory);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_million_boxes_are_refused_before_they_fill_the_memory()
    {
        var file = new byte[24 << 20];
        for (var position = 0; position < file.Length; position += 8)
        {
            (file[position + 3], file[position + 4], file[position + 5], file[position + 6], file[position + 7]) = (
                8, (byte)'s', (byte)'k', (byte)'i', (byte)'p');
        }

        Assert.NotNull(Cleaning.Refuse(file));
    }

    private sealed class CountingStream(Stream inner) : MemoryStream
    {
        public long BytesRead { get; private set; }

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            BytesRead += read;
            return read;
        }
    }
}
