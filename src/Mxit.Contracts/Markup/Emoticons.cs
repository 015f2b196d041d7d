using System.Text;

namespace Mxit;

/// <summary>The codes of the emoticons, their names and the emoji that come closest. Source: wire document, section 7.</summary>
internal static class Emoticons
{
    // In the order of the enumeration. The last code is the one to write: what follows it cannot make another code of it.
    private static readonly Entry[] Entries =
    [
        new(MxitEmoticon.Happy, "happy", "🙂", ":)", ":-)"),
        new(MxitEmoticon.Sad, "sad", "🙁", ":(", ":-("),
        new(MxitEmoticon.Wink, "wink", "😉", ";)", ";-)"),
        new(MxitEmoticon.Excited, "excited", "😃", ":D", ":-D"),
        new(MxitEmoticon.Shocked, "shocked", "😦", ":|", ":-|"),
        new(MxitEmoticon.Surprised, "surprised", "😮", ":O", ":-O"),
        new(MxitEmoticon.Tongue, "tongue", "😛", ":P", ":-P"),
        new(MxitEmoticon.Embarrassed, "embarrassed", "😳", ":$", ":-$"),
        new(MxitEmoticon.Cool, "cool", "😎", "8-)"),
        new(MxitEmoticon.Heart, "heart", "❤️", "(H)"),
        new(MxitEmoticon.Flower, "flower", "🌸", "(F)"),
        new(MxitEmoticon.Male, "male", "👨", "(m)"),
        new(MxitEmoticon.Female, "female", "👩", "(f)"),
        new(MxitEmoticon.Star, "star", "⭐", "(*)"),
        new(MxitEmoticon.Chilli, "chilli", "🌶️", "(c)"),
        new(MxitEmoticon.Kiss, "kiss", "💋", "(x)"),
        new(MxitEmoticon.Idea, "idea", "💡", "(i)"),
        new(MxitEmoticon.VeryAngry, "very angry", "😡", ":e", ":-e"),
        new(MxitEmoticon.Censored, "censored", "🤬", ":x", ":-x"),
        new(MxitEmoticon.Grumpy, "grumpy", "😠", "(z)"),
        new(MxitEmoticon.Coffee, "coffee", "☕", "(U)"),
        new(MxitEmoticon.MrGreen, "mr green", "😁", "(G)"),
        new(MxitEmoticon.Sick, "sick", "🤢", ":o("),
        new(MxitEmoticon.ExtremelySurprised, "extremely surprised", "😱", ":{", ":-{"),
        new(MxitEmoticon.InLove, "in love", "😍", ":}", ":-}"),
        new(MxitEmoticon.RollingEyes, "rolling eyes", "🙄", "8o", "8-o"),
        new(MxitEmoticon.Crying, "crying", "😢", ":'("),
        new(MxitEmoticon.Thinking, "thinking", "🤔", ":?", ":-?"),
        new(MxitEmoticon.Drooling, "drooling", "🤤", ":~", ":-~"),
        new(MxitEmoticon.Sleepy, "sleepy", "😴", ":z", ":-z"),
        new(MxitEmoticon.Liar, "liar", "🤥", ":L", ":L)"),
        new(MxitEmoticon.Nerdy, "nerdy", "🤓", "8|", "8-|"),
        new(MxitEmoticon.Pirate, "pirate", "🏴‍☠️", "P-)"),
        new(MxitEmoticon.Bored, "bored", "😑", ":[", ":-["),
        new(MxitEmoticon.Cold, "cold", "🥶", ":<", ":-<"),
        new(MxitEmoticon.Confused, "confused", "😕", ":,", ":-,"),
        new(MxitEmoticon.Hungry, "hungry", "😋", ":C", ":-C"),
        new(MxitEmoticon.Stressed, "stressed", "😖", ":s", ":-s"),
    ];

    private static readonly Dictionary<string, (MxitEmoticon Emoticon, string Code)> ByMarkup = Entries
        .SelectMany(static entry => entry.Codes.Select(code => (entry.Emoticon, Code: code)))
        .ToDictionary(static pair => ToMarkup(pair.Code), StringComparer.Ordinal);

    private static readonly HashSet<string> AllCodes = [.. ByMarkup.Values.Select(static pair => pair.Code)];

    private static readonly HashSet<string> Beginnings =
        [.. AllCodes.SelectMany(static code => Enumerable.Range(1, code.Length - 1).Select(length => code[..length]))];

    private static readonly int LongestMarkup = ByMarkup.Keys.Max(static markup => markup.Length);

    /// <summary>How many characters the longest codes have.</summary>
    public static readonly int LongestCode = AllCodes.Max(static code => code.Length);

    /// <summary>The characters that codes begin with.</summary>
    public const string FirstCharacters = ":;8(P";

    public static IEnumerable<string> Codes => AllCodes;

    public static string Name(MxitEmoticon emoticon) => Entries[(int)emoticon].Name;

    public static string Emoji(MxitEmoticon emoticon) => Entries[(int)emoticon].Emoji;

    /// <summary>The code to write for an emoticon.</summary>
    public static string Code(MxitEmoticon emoticon) => Entries[(int)emoticon].Codes[^1];

    /// <summary>A code with a backslash where markup needs one: <c>(\*)</c>.</summary>
    public static string ToMarkup(string code)
    {
        var markup = new StringBuilder(code.Length + 1);
        foreach (var character in code)
        {
            _ = MarkupSyntax.MustBeEscaped(character) ? markup.Append('\\').Append(character) : markup.Append(character);
        }

        return markup.ToString();
    }

    /// <summary>Finds the longest code at the beginning of some markup.</summary>
    /// <returns>How long it is there, 0 when there is none.</returns>
    public static int ReadMarkup(ReadOnlySpan<char> markup, out MxitEmoticon emoticon, out string code)
    {
        var codes = ByMarkup.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = Math.Min(markup.Length, LongestMarkup); length > 1; length--)
        {
            if (codes.TryGetValue(markup[..length], out var found))
            {
                (emoticon, code) = found;
                return length;
            }
        }

        (emoticon, code) = (default, "");
        return 0;
    }

    /// <summary>Whether a code is at the beginning of a text, or may be once more text follows.</summary>
    public static bool MayBeginIn(ReadOnlySpan<char> text)
    {
        var codes = AllCodes.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = Math.Min(text.Length, LongestCode); length > 1; length--)
        {
            if (codes.Contains(text[..length]))
            {
                return true;
            }
        }

        return text.Length < LongestCode && Beginnings.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text);
    }

    private readonly record struct Entry(MxitEmoticon Emoticon, string Name, string Emoji, params string[] Codes);
}
