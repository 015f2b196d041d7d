using System.Text;
using CsCheck;
using ICU4N.Text;
using Mxit.Platform.Gallery;

namespace Mxit.Platform.Tests.Gallery;

/// <summary>When two names of folders are the same one.</summary>
public sealed class GalleryNamesTests
{
    // Letters, marks that join with them, marks that cross each other, Hangul, and anything else.
    private static readonly Gen<string> Text = Gen.Frequency(
            (4, OneOf("a", "E", "i", "o", "s", "K", "\u03B1", "\u0391", "\u1112", "\u1161", "\u11AB")),
            (4, OneOf("\u0301", "\u0300", "\u0308", "\u0323", "\u0327", "\u0328", "\u0345", "\u0313", "\u0344", "\u093C")),
            (2, OneOf("\u00E9", "\u1E69", "\u1F82", "\u1F52", "\uFB2C", "\u212B", "\uD55C", "\U0001D160", "\u01F0", "\u0958")),
            (2, Gen.Int[0x20, 0x10FFFF].Where(Rune.IsValid).Select(char.ConvertFromUtf32)))
        .Array[1, 30].Select(string.Concat);

    [Theory]
    [InlineData("caf\u00E9", "cafe\u0301", "e with acute")]
    [InlineData("Caf\u00E9", "CAFE\u0301", "and in capitals")]
    [InlineData("\uD55C\uAE00", "\u1112\u1161\u11AB\u1100\u1173\u11AF", "Hangul in letters")]
    [InlineData("\u212Bngstr\u00F6m", "\u00C5ngstro\u0308m", "the sign for angstrom")]
    [InlineData("\u212B", "A\u030A", "and apart")]
    [InlineData("a\u0323\u0301", "a\u0301\u0323", "marks in any order")]
    [InlineData("\u1EAD", "a\u0302\u0323", "marks that join in another order")]
    [InlineData("\u01F0", "J\u030C", "a letter that has a capital only apart from its mark")]
    [InlineData("\u03C9\u0345", "\u1FFC", "iota below")]
    [InlineData("\U00010428", "\U00010400", "capitals beyond the first plane")]
    public void Names_that_look_alike_are_the_same_one(string one, string other, string why) =>
        Assert.True(GalleryNames.Normalize(one) == GalleryNames.Normalize(other), why);

    [Theory]
    [InlineData("cafe", "caf\u00E9")]
    [InlineData("a\u0301\u0300", "a\u0300\u0301")]
    [InlineData("o", "\u00F8")]
    [InlineData("fi", "\uFB01")]
    [InlineData("2", "\u00B2")]
    public void Names_that_look_otherwise_are_others(string one, string other) =>
        Assert.NotEqual(GalleryNames.Normalize(one), GalleryNames.Normalize(other));

    [Fact]
    public void Normalizing_again_changes_nothing_and_all_forms_of_a_text_agree() => Text.Sample(
        text =>
        {
            var normalized = GalleryNames.Normalize(text);
            Assert.Equal(normalized, GalleryNames.Normalize(normalized));
            Assert.Equal(normalized, GalleryNames.Normalize(Normalizer2.NFDInstance.Normalize(text)));
            Assert.Equal(normalized, GalleryNames.Normalize(Normalizer2.NFCInstance.Normalize(text)));
        },
        iter: 20_000,
        threads: 1);

    [Fact]
    public void No_text_takes_more_than_its_share_of_the_column() => Text.Sample(
        text => Assert.InRange(GalleryNames.Normalize(text).Length, 1, 3 * text.Length), iter: 20_000, threads: 1);

    [Fact]
    public void Every_single_character_normalizes_to_itself_the_second_time()
    {
        for (var number = 0; number <= 0x10FFFF; number++)
        {
            if (Rune.IsValid(number))
            {
                var normalized = GalleryNames.Normalize(char.ConvertFromUtf32(number));
                Assert.Equal(normalized, GalleryNames.Normalize(normalized));
            }
        }
    }

    [Theory]
    [InlineData("\uFB2C")]
    [InlineData("\u1F52")]
    [InlineData("\U0001D160")]
    public void The_longest_names_have_room_in_the_column(string widest)
    {
        var name = string.Concat(Enumerable.Repeat(widest, GalleryNames.MaxFolderName / widest.Length));

        Assert.Equal(GalleryNames.MaxFolderName, name.Length);
        Assert.Null(GalleryNames.FindFolderFault(name));
        Assert.Equal(GalleryNames.MaxNormalizedFolderName, GalleryNames.Normalize(name).Length);
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);
}
