using System.Text;
using Mxit.Platform.Gallery;

namespace Mxit.Platform.Tests.Gallery;

/// <summary>When two names of folders are the same one.</summary>
public sealed class GalleryNamesTests
{
    [Theory]
    [InlineData("Beach", "bEACH", "ASCII letters")]
    [InlineData("Caf\u00E9", "cAF\u00C9", "e with acute")]
    [InlineData("\u03C3\u03BF\u03C6\u03CC\u03C2", "\u03A3\u039F\u03A6\u038C\u03A3", "the final sigma of Greek")]
    [InlineData("\u0436", "\u0416", "Cyrillic")]
    [InlineData("\u01C6", "\u01C4", "a letter of two")]
    [InlineData("\U00010428", "\U00010400", "capitals beyond the first plane")]
    [InlineData("cafe\u0301", "CAFE\u0301", "marks stay with their letters")]
    public void Names_are_compared_without_regard_to_case(string one, string other, string why) =>
        Assert.True(GalleryNames.Normalize(one) == GalleryNames.Normalize(other), why);

    [Theory]
    [InlineData("cafe", "caf\u00E9", "a letter without its mark")]
    [InlineData("caf\u00E9", "cafe\u0301", "composed and decomposed: the senders compose")]
    [InlineData("i", "\u0130", "the capital i with dot of Turkish")]
    [InlineData("I", "\u0131", "the small i without dot of Turkish")]
    [InlineData("stra\u00DFe", "strasse", "sharp s is one character")]
    [InlineData("\u00DF", "\u1E9E", "sharp s has no capital of one character that everybody agrees on")]
    [InlineData("fi", "\uFB01", "a ligature")]
    [InlineData("2", "\u00B2", "a superscript")]
    public void Names_that_look_otherwise_are_others(string one, string other, string why) =>
        Assert.False(GalleryNames.Normalize(one) == GalleryNames.Normalize(other), why);

    [Fact]
    public void Every_single_character_normalizes_to_itself_the_second_time_and_grows_in_no_case()
    {
        for (var number = 0; number <= 0x10FFFF; number++)
        {
            if (Rune.IsValid(number))
            {
                var character = char.ConvertFromUtf32(number);
                var normalized = GalleryNames.Normalize(character);
                Assert.Equal(normalized, GalleryNames.Normalize(normalized));
                Assert.Equal(character.Length, normalized.Length);
            }
        }
    }
}
