using System.Net.Mail;
using System.Text.RegularExpressions;
using Mxit.Platform.Accounts;

namespace Mxit.Platform.Profiles;

/// <summary>What people may tell of themselves. Source: wire document, sections 1.6, 4.9 and 4.10.</summary>
internal static partial class ProfileRules
{
    // Nobody alive is older; a date before it is a slip.
    private static readonly DateOnly Oldest = new(1880, 1, 1);

    /// <summary>Everything that is wrong, a sentence each; empty when all is well.</summary>
    public static List<string> FindFaults(ProfileChanges changes, DateOnly today)
    {
        var faults = new List<string>();
        CheckTexts(changes, faults);
        CheckForms(changes, faults);
        if (changes.Gender is { } gender && !Enum.IsDefined(gender))
        {
            faults.Add($"Gender is {(int)gender}; 0 (female) or 1 (male) is needed.");
        }

        if (changes.RelationshipStatus is { } relationship && !Enum.IsDefined(relationship))
        {
            faults.Add($"RelationshipStatus is {(int)relationship}; a number from 0 (undefined) to 9 (divorced) is needed.");
        }

        if (changes.Mood is { } mood && !Enum.IsDefined(mood))
        {
            faults.Add($"The mood is {(int)mood}; a number from 0 (none) to 15 (stressed) is needed.");
        }

        // Who is disconnected has no choice in it.
        if (changes.Availability is { } availability
            && (!Enum.IsDefined(availability) || availability == Availability.Disconnected))
        {
            faults.Add(
                $"The availability is {(int)availability}; 0 (connected), 1 (ready to chat), 2 (busy) or 3 (reachable) is " +
                $"needed.");
        }

        if (changes.DateOfBirth is { } born && (born < Oldest || born > today))
        {
            faults.Add($"DateOfBirth is {born:yyyy-MM-dd}; a day from {Oldest:yyyy-MM-dd} to today is needed.");
        }

        return faults;
    }

    private static void CheckTexts(ProfileChanges changes, List<string> faults)
    {
        if (changes.DisplayName is { } name && string.IsNullOrWhiteSpace(name))
        {
            faults.Add($"DisplayName is empty; a name of 1 to {PersonProfile.MaxDisplayName} characters is needed.");
        }

        CheckLine(nameof(changes.DisplayName), changes.DisplayName, PersonProfile.MaxDisplayName, faults);
        CheckLine(nameof(changes.FirstName), changes.FirstName, PersonProfile.MaxName, faults);
        CheckLine(nameof(changes.LastName), changes.LastName, PersonProfile.MaxName, faults);
        CheckLine(nameof(changes.Title), changes.Title, PersonProfile.MaxTitle, faults);
        CheckLine(nameof(changes.WhereAmI), changes.WhereAmI, PersonProfile.MaxWhereAmI, faults);
        CheckText(nameof(changes.AboutMe), changes.AboutMe, PersonProfile.MaxAboutMe, faults);
        CheckText("The status message", changes.StatusMessage, PersonProfile.MaxStatusMessage, faults);
    }

    private static void CheckForms(ProfileChanges changes, List<string> faults)
    {
        if (CheckLine(nameof(changes.Email), changes.Email, PersonProfile.MaxName, faults) is { } email && !IsEmail(email))
        {
            faults.Add("Email is not an e-mail address; one such as joe@example.com is needed.");
        }

        if (CheckLine(nameof(changes.MobileNumber), changes.MobileNumber, PersonProfile.MaxMobileNumber, faults) is { } number
            && (!PhoneNumber().IsMatch(number) || number.Count(char.IsAsciiDigit) < 3))
        {
            faults.Add(
                "MobileNumber is not a number to call; at least 3 digits are needed, and only '+' at the start, spaces, " +
                "hyphens and parentheses besides, such as 0821234567.");
        }

        CheckForm(
            nameof(changes.LanguageCode), changes.LanguageCode, Language(), "two or three small letters such as en", faults);
        CheckForm(nameof(changes.CultureName), changes.CultureName, Culture(), "language and country such as en-ZA", faults);
        CheckForm(
            nameof(changes.RegisteredCountryCode), changes.RegisteredCountryCode, Country(), "two capital letters such as ZA",
            faults);
        CheckForm(
            nameof(changes.LastKnownCountryCode), changes.LastKnownCountryCode, Country(), "two capital letters such as ZA",
            faults);
        CheckForm(
            nameof(changes.NetworkOperatorCode), changes.NetworkOperatorCode, Network(),
            "1 to 16 letters and digits such as 65501", faults);
    }

    /// <summary>Checks a text of one line.</summary>
    /// <returns>The text, when there is one and so far nothing is wrong with it.</returns>
    private static string? CheckLine(string member, string? text, int maxLength, List<string> faults)
    {
        var count = faults.Count;
        CheckLength(member, text, maxLength, faults);
        if (text is not null && text.Any(character => char.IsControl(character) || character is '\u2028' or '\u2029'))
        {
            faults.Add($"{member} holds a line break or another control character; one line of text is needed.");
        }

        return string.IsNullOrEmpty(text) || faults.Count > count ? null : text;
    }

    private static void CheckText(string member, string? text, int maxLength, List<string> faults)
    {
        CheckLength(member, text, maxLength, faults);

        // PostgreSQL cannot hold it, and nobody can see it.
        if (text?.Contains('\0', StringComparison.Ordinal) == true)
        {
            faults.Add($"{member} holds the character U+0000; text without it is needed.");
        }
    }

    private static void CheckLength(string member, string? text, int maxLength, List<string> faults)
    {
        if (text?.Length > maxLength)
        {
            faults.Add($"{member} has {text.Length} characters; at most {maxLength} are allowed.");
        }
    }

    private static void CheckForm(string member, string? text, Regex form, string expected, List<string> faults)
    {
        if (!string.IsNullOrEmpty(text) && !form.IsMatch(text))
        {
            faults.Add($"{member} is wrong; {expected} is needed.");
        }
    }

    // Without the name that may stand around an address.
    private static bool IsEmail(string text) => MailAddress.TryCreate(text, out var address) && address.Address == text;

    [GeneratedRegex(@"^[ (]*\+?[0-9 ()-]*\z")]
    private static partial Regex PhoneNumber();

    [GeneratedRegex(@"^[a-z]{2,3}\z")]
    private static partial Regex Language();

    [GeneratedRegex(@"^(?=.{2,16}\z)[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\z")]
    private static partial Regex Culture();

    [GeneratedRegex(@"^[A-Z]{2}\z")]
    private static partial Regex Country();

    [GeneratedRegex(@"^[A-Za-z0-9]{1,16}\z")]
    private static partial Regex Network();
}
