using System.Text.Json;
using CsCheck;
using Mxit.Platform.Replies;
using Mxit.Wire;
using ClientJson = Mxit.Internal.ReplyJson;
using ServerJson = Mxit.Platform.Replies.ReplyJson;

namespace Mxit.Contracts.Tests;

/// <summary>Profiles and states as the wire document has them, sections 1.3 and 4.</summary>
public class ProfileReplyTests
{
    // Section 4.7, without its line breaks.
    private static readonly string Profile = """
        {"DisplayName":"Zeus","AvatarId":"a1b2c3","State":{"Availability":1,"IsOnline":true,"LastModified":"\/Date(1385370000000+0200)\/",
        "LastOnline":"\/Date(1385370000000+0200)\/","Mood":4,"StatusMessage":"hi"},"UserId":"m11111111111","AboutMe":"Friendly","Age":23,
        "FirstName":"Joe","Gender":1,"LanguageCode":"en","LastKnownCountryCode":"ZA","LastName":"Soap","NetworkOperatorCode":"65501",
        "RegisteredCountryCode":"ZA","RegistrationDate":"\/Date(1262304000000+0200)\/","StatusMessage":"hi","Title":"Mr",
        "CurrentCultureName":"en-ZA","DateOfBirth":"\/Date(634600800000+0200)\/","Email":"joe@example.com","MobileNumber":"0821234567",
        "RelationshipStatus":2,"WhereAmI":"Cape Town"}
        """.ReplaceLineEndings("");

    [Fact]
    public void A_full_profile_is_read_and_written_back_byte_for_byte()
    {
        var profile = JsonSerializer.Deserialize(Profile, ServerJson.Wire.FullProfileReply)!;

        Assert.Equal(
            ("Zeus", "m11111111111", 23, Gender.Male), (profile.DisplayName, profile.UserId, profile.Age, profile.Gender));
        Assert.Equal(new DateOnly(1990, 2, 10), profile.DateOfBirth);
        Assert.Equal(new DateTimeOffset(2010, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)), profile.RegistrationDate);
        Assert.Equal(
            (Availability.ReadyToChat, true, Mood.Happy, "hi"),
            (profile.State!.Availability, profile.State.IsOnline, profile.State.Mood, profile.State.StatusMessage));
        Assert.Equal(RelationshipStatus.Single, profile.RelationshipStatus);
        Assert.Equal(Profile, JsonSerializer.Serialize(profile, ServerJson.Wire.FullProfileReply));
        Assert.DoesNotContain("joe@example.com", profile.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_basic_profile_ends_where_the_private_part_begins()
    {
        var basic = Profile[..Profile.IndexOf(",\"CurrentCultureName", StringComparison.Ordinal)] + "}";
        var profile = JsonSerializer.Deserialize(basic, ServerJson.Wire.BasicProfileReply)!;
        Assert.Equal(basic, JsonSerializer.Serialize(profile, ServerJson.Wire.BasicProfileReply));
        Assert.Equal(
            basic, JsonSerializer.Serialize(
                JsonSerializer.Deserialize(Profile, ServerJson.Wire.BasicProfileReply), ServerJson.Wire.BasicProfileReply));
    }

    [Fact]
    public void What_is_not_known_is_left_out_and_never_null()
    {
        var json = JsonSerializer.Serialize(new FullProfileReply { UserId = "m1" }, ServerJson.Wire.FullProfileReply);
        Assert.DoesNotContain("null", json, StringComparison.Ordinal);
        Assert.All(
            ["Age", "Gender", "DateOfBirth", "RegistrationDate"],
            member => Assert.DoesNotContain(member, json, StringComparison.Ordinal));
        Assert.Contains("\"Email\":\"\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_without_a_name_and_null_texts_are_kept_and_read()
    {
        const string Json =
            """{"DisplayName":null,"State":{"Availability":77,"Mood":-3},"Gender":9,"RelationshipStatus":1000,"Unknown":[1]}""";
        var profile = JsonSerializer.Deserialize(Json, ServerJson.Wire.FullProfileReply)!;
        Assert.Equal(
            ("", (Gender)9, (RelationshipStatus)1000), (profile.DisplayName, profile.Gender, profile.RelationshipStatus));
        Assert.Equal(((Availability)77, (Mood)(-3)), (profile.State!.Availability, profile.State.Mood));
        var written = JsonSerializer.Serialize(profile, ServerJson.Wire.FullProfileReply);
        Assert.All(
            ["\"Availability\":77", "\"Mood\":-3", "\"Gender\":9", "\"RelationshipStatus\":1000"],
            member => Assert.Contains(member, written, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\\/Date(928142400000+0200)\\/", 928142400000, 120)]
    [InlineData("/Date(928142400000+0200)/", 928142400000, 120)]
    [InlineData("/Date(928142400000)/", 928142400000, 0)]
    [InlineData("/Date(0)/", 0, 0)]
    [InlineData("/Date(-1)/", -1, 0)]
    [InlineData("/Date(-631152000000+0200)/", -631152000000, 120)]
    [InlineData("/Date(-631152000000-0930)/", -631152000000, -570)]
    [InlineData("/Date(-62135596800000)/", -62135596800000, 0)]
    [InlineData("/Date(-62135596800000-0100)/", -62135596800000, 0)]
    [InlineData("/Date(253402300799999+0200)/", 253402300799999, 0)]
    public void Dates_are_read_in_every_form(string text, long milliseconds, int offsetMinutes)
    {
        var state = JsonSerializer.Deserialize($$"""{"LastOnline":"{{text}}"}""", ServerJson.Wire.PersonStateReply)!;
        Assert.Equal(milliseconds, state.LastOnline!.Value.ToUnixTimeMilliseconds());
        Assert.Equal(TimeSpan.FromMinutes(offsetMinutes), state.LastOnline.Value.Offset);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"2013-11-25\"")]
    [InlineData("\"/Date()/\"")]
    [InlineData("\"/Date(1+2)/\"")]
    [InlineData("\"/Date(1+0260)/\"")]
    [InlineData("\"/Date(1+1500)/\"")]
    [InlineData("\"/Date(99999999999999999)/\"")]
    [InlineData("\"/Date(253402300800000)/\"")]
    [InlineData("1385370000000")]
    [InlineData("{}")]
    public void What_is_no_date_is_refused(string text) => Assert.Throws<JsonException>(() =>
        JsonSerializer.Deserialize($$"""{"RegistrationDate":{{text}}}""", ServerJson.Wire.BasicProfileReply));

    [Fact]
    public void An_app_reads_the_callback_that_the_server_writes()
    {
        var id = Guid.NewGuid();
        var written = new RecommendationAcceptedBody
        {
            Id = id,
            Application = "books",
            FromUserId = "m1",
            ToUserId = "m2",
            AcceptedUtc = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        };

        var read = JsonSerializer.Deserialize<RecommendationAccepted>(
            JsonSerializer.Serialize(written, ServerJson.Wire.RecommendationAcceptedBody))!;

        Assert.Equal((id, "books", "m1", "m2"), (read.Id, read.Application, read.FromUserId.Value, read.ToUserId.Value));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), read.AcceptedAt);
    }

    [Fact]
    public void The_client_reads_every_member_that_the_server_writes()
    {
        var profile = JsonSerializer.Deserialize(Profile, ClientJson.Wire.FullProfile)!;

        Assert.Equal(
            ("Zeus", "m11111111111", 23, Gender.Male), (profile.DisplayName, profile.UserId.Value, profile.Age, profile.Gender));
        Assert.Equal(
            ("a1b2c3", "Friendly", "Joe", "en", "ZA", "Soap", "65501"),
            (profile.AvatarId, profile.AboutMe, profile.FirstName, profile.LanguageCode, profile.LastKnownCountryCode,
                profile.LastName, profile.NetworkOperatorCode));
        Assert.Equal(new DateOnly(1990, 2, 10), profile.DateOfBirth);
        Assert.Equal(new DateTimeOffset(2010, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)), profile.RegistrationDate);
        Assert.Equal(
            (Availability.ReadyToChat, true, Mood.Happy, "hi"),
            (profile.State!.Availability, profile.State.IsOnline, profile.State.Mood, profile.State.StatusMessage));
        Assert.Equal(
            ("ZA", "hi", "Mr", "en-ZA", "joe@example.com", "0821234567", RelationshipStatus.Single, "Cape Town"),
            (profile.RegisteredCountryCode, profile.StatusMessage, profile.Title, profile.CurrentCultureName, profile.Email,
                profile.MobileNumber, profile.RelationshipStatus, profile.WhereAmI));
        Assert.DoesNotContain("joe@example.com", profile.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Age":3}""")]
    public void The_client_refuses_a_profile_without_a_user_id(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ClientJson.Wire.BasicProfile));

    [Fact]
    public void Every_moment_survives_to_the_millisecond_with_its_offset()
    {
        var moments = Gen.Select(
            Gen.Long[DateTimeOffset.MinValue.AddDays(1).ToUnixTimeMilliseconds(),
                DateTimeOffset.MaxValue.AddDays(-1).ToUnixTimeMilliseconds()],
            Gen.Int[-14 * 60, 14 * 60],
            (milliseconds, minutes) =>
                DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToOffset(TimeSpan.FromMinutes(minutes)));
        moments.Sample(moment =>
        {
            var json = JsonSerializer.Serialize(
                new BasicProfileReply { RegistrationDate = moment }, ServerJson.Wire.BasicProfileReply);
            var back = JsonSerializer.Deserialize(json, ServerJson.Wire.BasicProfileReply)!.RegistrationDate!.Value;
            Assert.Equal((moment, moment.Offset), (back, back.Offset));
        });
    }

    [Fact]
    public void Every_day_of_birth_survives()
    {
        // Of the first day of the calendar the first moment in South Africa does not exist.
        Gen.OneOf(Gen.Const(0), Gen.Int[1, DateOnly.MaxValue.DayNumber]).Select(DateOnly.FromDayNumber).Sample(day =>
        {
            var json = JsonSerializer.Serialize(new FullProfileReply { DateOfBirth = day }, ServerJson.Wire.FullProfileReply);
            Assert.Equal(day, JsonSerializer.Deserialize(json, ServerJson.Wire.FullProfileReply)!.DateOfBirth);
        });
    }

    [Fact]
    public void Every_profile_survives()
    {
        var texts = Gen.String[Gen.Char['\u0020', '\uD7FF'], 0, 20];
        Gen.Select(texts, texts, Gen.Int[0, 200], Gen.Int, Gen.Int).Sample((name, about, age, gender, mood) =>
        {
            var profile = new FullProfileReply
            {
                DisplayName = name,
                AboutMe = about,
                Age = age,
                Gender = (Gender)gender,
                State = new PersonStateReply { Mood = (Mood)mood, StatusMessage = about },
            };
            var json = JsonSerializer.Serialize(profile, ServerJson.Wire.FullProfileReply);
            Assert.Equal(profile, JsonSerializer.Deserialize(json, ServerJson.Wire.FullProfileReply));
        });
    }

    [Fact]
    public void An_update_is_a_subset_and_zero_is_a_value()
    {
        var update = JsonSerializer.Deserialize(
            """{"gender":"0","DisplayName":"","LastName":null,"Foo":1}""", MxitJson.Wire.UpdateProfileBody)!;
        Assert.Equal((0, "", null, null), (update.Gender, update.DisplayName, update.LastName, update.AboutMe));
        Assert.Equal("""{"DisplayName":"","Gender":0}""", JsonSerializer.Serialize(update, MxitJson.Wire.UpdateProfileBody));
    }

    [Fact]
    public void A_state_update_is_a_subset_too() =>
        Assert.Equal("""{"mood":0}""", JsonSerializer.Serialize(new StateBody(Mood: Mood.None), MxitJson.Wire.StateBody));
}
