using System.Collections.Frozen;

namespace Mxit.Platform.Accounts;

/// <summary>
/// Passwords that everybody tries first: those on every published list, as words and the ways in which they are dressed up with
/// digits, signs and other letters. Anything else goes, whatever it is made of.
/// </summary>
internal static class CommonPasswords
{
    // What is added to a word without making it worth much.
    private const int MaxAddition = 5;

    // No two words of the list are longer.
    private const int MaxWords = 40;

    private static readonly FrozenSet<string> Words = Read();

    // Rows of keyboards, and the ways in which fingers walk over them.
    private static readonly string[] Walks =
    [
        "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop", "1234567890", "01234567890", "!@#$%^&*()",
        "abcdefghijklmnopqrstuvwxyz",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "qazwsxedcrfvtgbyhnujm",
        "zaq12wsxcde34rfv",
        "a1b2c3d4e5f6g7h8", "1a2b3c4d5e6f7g8h", "qweasdzxc", "123qweasdzxc", "qwe123asd456", "147258369", "741852963",
        "789456123", "321654987", "159753258456",
        "11223344556677889900", "112233445566", "1122334455", "abc123def456",
    ];

    /// <summary>Whether it is one of them, or little more than the login.</summary>
    public static bool Contain(string password, string login)
    {
        var text = password.ToLowerInvariant();
        return IsRepetition(text) || IsWalk(text) || IsCommon(text) || IsCommon(Plain(text))
            || IsAddedTo(login.ToLowerInvariant(), text);
    }

    private static bool IsCommon(string text)
    {
        var first = text.AsSpan().IndexOfAnyInRange('a', 'z');
        if (first < 0)
        {
            return Words.Contains(text);
        }

        var last = text.AsSpan().LastIndexOfAnyInRange('a', 'z');
        var (word, before, after) = (text[first..(last + 1)], text[..first], text[(last + 1)..]);
        return Words.Contains(text)
            || ((IsWord(word) || IsWalk(word)) && IsSmall(before) && IsSmall(after) && before.Length +
                after.Length <= 2 * MaxAddition);
    }

    private static bool IsSmall(string addition) => addition.Length <= MaxAddition || IsWalk(addition) || IsRepetition(addition);

    // One of the words, or two in a row.
    private static bool IsWord(string text)
    {
        if (Words.Contains(text))
        {
            return true;
        }

        for (var split = 3; split <= text.Length - 3 && text.Length <= MaxWords; split++)
        {
            if (Words.Contains(text[..split]) && Words.Contains(text[split..]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAddedTo(string login, string text)
    {
        var at = login.Length < 3 ? -1 : text.IndexOf(login, StringComparison.Ordinal);
        return at >= 0 && text.Length - login.Length <= MaxAddition;
    }

    private static bool IsWalk(string text) =>
        text.Length >= 3 && Walks.Any(
            walk => walk.Contains(text, StringComparison.Ordinal) || Backwards(walk).Contains(text, StringComparison.Ordinal));

    // The same few characters over and over, such as 12121212 and abcabcabc.
    private static bool IsRepetition(string text)
    {
        for (var unit = 1; unit <= 4 && unit * 2 <= text.Length; unit++)
        {
            if (text.AsSpan(unit).SequenceEqual(text.AsSpan(0, text.Length - unit)))
            {
                return true;
            }
        }

        return false;
    }

    private static string Backwards(string text) => new([.. text.Reverse()]);

    // As read: signs and digits that stand for letters, within the word.
    private static string Plain(string text)
    {
        var end = text.Length;
        while (end > 0 && !char.IsAsciiLetter(text[end - 1]) && text[end - 1] is not ('@' or '$'))
        {
            end--;
        }

        return string.Concat(text[..end].Select(character => character switch
        {
            '0' => 'o',
            '1' or '!' => 'i',
            '3' => 'e',
            '4' or '@' => 'a',
            '5' or '$' => 's',
            '7' => 't',
            _ => character,
        })) + text[end..];
    }

    private static FrozenSet<string> Read()
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream(
            "Mxit.Platform.Accounts.common-passwords.txt")
            ?? throw new InvalidOperationException("The list of common passwords is missing.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
