using CsCheck;
using Mxit.Platform.Profiles;

namespace Mxit.Platform.Tests.Profiles;

public sealed class ProfileRulesTests
{
    private static readonly DateOnly Today = new(2026, 3, 1);

    private static (ProfileChanges Changes, string Expected)[] Wrong =>
    [
        (new() { DisplayName = "" }, "DisplayName is empty; a name of 1 to 100 characters is needed."),
        (new() { DisplayName = " \u00A0" }, "DisplayName is empty"),
        (new() { DisplayName = new string('x', 101) }, "DisplayName has 101 characters; at most 100 are allowed."),
        (new() { DisplayName = "a\nb" }, "DisplayName holds a line break"),
        (new() { FirstName = new string('x', 65) }, "FirstName has 65 characters; at most 64"),
        (new() { LastName = "a\0b" }, "LastName holds"),
        (new() { Title = new string('x', 33) }, "Title has 33 characters; at most 32"),
        (new() { WhereAmI = new string('x', 101) }, "WhereAmI has 101 characters; at most 100"),
        (new() { WhereAmI = "a\u2028b" }, "WhereAmI holds"),
        (new() { AboutMe = new string('x', 1_001) }, "AboutMe has 1001 characters; at most 1000"),
        (new() { AboutMe = "a\0b" }, "AboutMe holds the character U+0000"),
        (new() { StatusMessage = new string('x', 251) }, "The status message has 251 characters; at most 250"),
        (new() { StatusMessage = "\0" }, "The status message holds the character U+0000"),
        (new() { Email = "joe" }, "Email is not"),
        (new() { Email = "Joe <joe@example.com>" }, "Email is not"),
        (new() { Email = "joe@example.com, ann@example.com" }, "Email is not"),
        (new() { Email = $"{new string('x', 60)}@x.za" }, "Email has 65 characters; at most 64"),
        (new() { MobileNumber = "12" }, "MobileNumber is not"),
        (new() { MobileNumber = "082x123" }, "MobileNumber is not"),
        (new() { MobileNumber = "082+123" }, "MobileNumber is not"),
        (new() { MobileNumber = "٠٨٢١٢٣" }, "MobileNumber is not"),
        (new() { MobileNumber = new string('1', 22) }, "MobileNumber has 22 characters; at most 21"),
        (new() { Gender = (Gender)2 }, "Gender is 2; 0 (female) or 1 (male) is needed."),
        (new() { Gender = (Gender)(-1) }, "Gender is -1"),
        (new() { RelationshipStatus = (RelationshipStatus)10 }, "RelationshipStatus is 10; a number from 0"),
        (new() { Mood = (Mood)16 }, "The mood is 16; a number from 0"),
        (new() { Availability = (Availability)5 }, "The availability is 5"),
        (new() { Availability = Availability.Disconnected },
            "The availability is 4; 0 (connected), 1 (ready to chat), 2 (busy) or 3"),
        (new() { DateOfBirth = new(2026, 3, 2) }, "DateOfBirth is 2026-03-02; a day from 1880-01-01 to today"),
        (new() { DateOfBirth = new(1879, 12, 31) }, "DateOfBirth is 1879-12-31"),
        (new() { LanguageCode = "EN" }, "LanguageCode is wrong; two or three small letters such as en"),
        (new() { CultureName = "english (south africa)" }, "CultureName is wrong"),
        (new() { RegisteredCountryCode = "za" }, "RegisteredCountryCode is wrong; two capital letters such as ZA"),
        (new() { LastKnownCountryCode = "ZAF" }, "LastKnownCountryCode is wrong"),
        (new() { NetworkOperatorCode = "655-01" }, "NetworkOperatorCode is wrong"),
    ];

    private static ProfileChanges[] Right =>
    [
        new ProfileChanges(),
        new ProfileChanges { DisplayName = " 😀 " },
        new ProfileChanges
        {
            DisplayName = new string('x', 100), StatusMessage = new string('x', 250), AboutMe = new string('x', 1_000),
        },
        new ProfileChanges
        {
            FirstName = "", LastName = "", Title = "", Email = "", MobileNumber = "", WhereAmI = "", AboutMe = "",
        },
        new ProfileChanges { AboutMe = "two\r\nlines", StatusMessage = "two\nlines" },
        new ProfileChanges { Email = "joe.soap+mxit@mail.example.co.za", MobileNumber = "(+27) 82-123 4567" },
        new ProfileChanges { MobileNumber = "112" },
        new ProfileChanges { Gender = Gender.Female, RelationshipStatus = RelationshipStatus.Divorced, Mood = Mood.None },
        new ProfileChanges { Availability = Availability.Connected, DateOfBirth = Today },
        new ProfileChanges { LanguageCode = "zu", CultureName = "zu-ZA", RegisteredCountryCode = "ZA", NetworkOperatorCode = "" },
    ];

    [Fact]
    public void What_is_wrong_is_named_with_what_would_be_right() => Assert.All(Wrong, wrong =>
        Assert.StartsWith(
            wrong.Expected, Assert.Single(ProfileRules.FindFaults(wrong.Changes, Today)), StringComparison.Ordinal));

    [Fact]
    public void What_is_right_passes() => Assert.All(Right, changes => Assert.Empty(ProfileRules.FindFaults(changes, Today)));

    [Fact]
    public void An_age_grows_by_one_on_each_birthday_and_on_no_other_day()
    {
        var days = Gen.Int[0, DateOnly.MaxValue.DayNumber - 1].Select(DateOnly.FromDayNumber);
        Gen.Select(days, days).Where((born, day) => born <= day).Sample((born, day) =>
        {
            var age = Ages.OnOrNull(born, day)!.Value;
            var isBirthday = (day.AddDays(1).Month, day.AddDays(1).Day) == (born.Month, born.Day)
                || (born is { Month: 2, Day: 29 } && day.AddDays(1) is { Month: 3, Day: 1 } && !DateTime.IsLeapYear(day.Year));
            Assert.Equal(age + (isBirthday ? 1 : 0), Ages.OnOrNull(born, day.AddDays(1)));
        });
    }

    [Fact]
    public void On_the_day_of_birth_everybody_is_0_years_old_and_before_it_has_no_age()
    {
        var days = Gen.Int[1, DateOnly.MaxValue.DayNumber].Select(DateOnly.FromDayNumber);
        days.Sample(born =>
        {
            Assert.Equal(0, Ages.OnOrNull(born, born));
            Assert.Null(Ages.OnOrNull(born, born.AddDays(-1)));
        });
    }

    [Theory]
    [InlineData("2004-02-29", "2005-02-28", 0)]
    [InlineData("2004-02-29", "2005-03-01", 1)]
    [InlineData("2004-02-29", "2008-02-28", 3)]
    [InlineData("2004-02-29", "2008-02-29", 4)]
    [InlineData("1990-02-10", "2013-11-25", 23)]
    public void Ages_are_whole_years(string born, string day, int expected) => Assert.Equal(
        expected,
        Ages.OnOrNull(
            DateOnly.Parse(born, System.Globalization.CultureInfo.InvariantCulture),
            DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));
}
