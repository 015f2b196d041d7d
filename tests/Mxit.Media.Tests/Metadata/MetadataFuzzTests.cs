using CsCheck;
using Mxit.TestKit;

namespace Mxit.Media.Tests.Metadata;

/// <summary>Whatever a file is like, cleaning it ends, throws nothing, and gives a file without metadata or a refusal.</summary>
public sealed class MetadataFuzzTests
{
    [Theory, MemberData(nameof(MetadataRemoverTests.All), MemberType = typeof(MetadataRemoverTests))]
    public void U_08_damaged_files_lose_their_metadata_or_are_refused(string name)
    {
        var original = Samples.All[name]();
        var place = Gen.Frequency(
            (1, Gen.Int[0, 400]), (2, Gen.Int[0, original.Length]), (1, Gen.Int[original.Length * 3 / 4, original.Length]));
        var cleaned = 0;
        foreach (var file in DamagedFiles.Make([original], place, maxChanges: 4, count: 1_500, "0N0XIzNsQ0O2"))
        {
            cleaned += Check(file) ? 1 : 0;
        }

        Assert.NotEqual(0, cleaned);
    }

    [Theory, MemberData(nameof(MetadataRemoverTests.All), MemberType = typeof(MetadataRemoverTests))]
    public void U_08_files_that_end_early_lose_their_metadata_or_are_refused(string name)
    {
        var original = Samples.All[name]();
        for (var length = 0; length < original.Length; length += length < 1_000 ? 1 : 37)
        {
            Check(original[..length]);
        }
    }

    [Fact]
    public void U_08_damaged_photos_are_cleaned_or_refused()
    {
        var originals = SharedData.Files("photos").Concat(SharedData.Files("photos-bad")).Select(File.ReadAllBytes).ToArray();
        var place = Gen.Frequency((2, Gen.Int[0, 400]), (2, Gen.Int[0, 4_000]), (1, Gen.Int[0, 2_000_000]));
        foreach (var file in DamagedFiles.Make(originals, place, maxChanges: 6, count: 300, "0000KoJqD4Z4"))
        {
            Check(file);
        }
    }

    [Fact]
    public void Random_bytes_are_no_trouble() =>
        Gen.Select(Gen.Int[0, Samples.All.Count - 1], Gen.Int[4, 60], Gen.Byte.Array[0, 600]).Sample(
            (kind, length, bytes) => _ = Cleaning.TryClean([.. Samples.All.Values.ElementAt(kind)()[..length], .. bytes]),
            iter: 5_000,
            threads: 2,
            seed: "0000KoJqD4Z4");

    /// <summary>Whether it was cleaned.</summary>
    private static bool Check(byte[] file)
    {
        if (Cleaning.Refuse(file, "a.jpg") is not null || Cleaning.TryClean(file) is not { } clean)
        {
            return false;
        }

        // Text is handed on as it is, and so is what has become a file of a kind that is no picture.
        if (!ReferenceEquals(clean, file))
        {
            Assert.False(Cleaning.HasSecret(clean), $"The secret is left: {Convert.ToBase64String(file)}");
            Assert.Same(clean, Cleaning.TryClean(clean));
        }

        return true;
    }
}
