using System.Text.Json;
using Mxit.Wire;

namespace Mxit.Contracts.Tests;

/// <summary>One number that an old or foreign server writes in its own way does not make a whole answer unreadable.</summary>
public class ReplyNumberTests
{
    public static TheoryData<string, long> Counts => new()
    {
        { "5", 5 },
        { "5.0", 5 },
        { "5.9", 5 },
        { "5e0", 5 },
        { "\"5\"", 5 },
        { "\" 5.0 \"", 5 },
        { "-5", 0 },
        { "null", 0 },
        { "\"\"", 0 },
        { "\"many\"", 0 },
        { "\"NaN\"", 0 },
        { "true", 0 },
        { "[5]", 0 },
        { "{\"value\":5}", 0 },
    };

    [Theory]
    [MemberData(nameof(Counts))]
    public void The_size_of_a_file_is_read_or_not_known(string json, long size)
    {
        var items = JsonSerializer.Deserialize($$"""[{"FileId":"f1","Size":{{json}},"FileName":"a"}]""", MxitJson.Wire.GalleryItemArray)!;

        Assert.Equal((size, "a"), (items[0].Size, items[0].FileName));
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void The_number_of_files_is_read_or_not_known(string json, long count)
    {
        var root = JsonSerializer.Deserialize(
            $$"""{"Folders":[{"ItemCount":{{json}},"FolderName":"a"}]}""", MxitJson.Wire.GalleryRoot)!;

        Assert.Equal((count, "a"), (root.Folders[0].ItemCount, root.Folders[0].FolderName));
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void The_counts_of_the_messenger_are_read_or_not_known(string json, long count)
    {
        var conversations = JsonSerializer.Deserialize(
            $$$"""{"conversations":[{"peer":{"id":"a","kind":"app","displayName":"A"},"unread":{{{json}}},"last":null}]}""",
            MxitJson.Wire.ConversationList)!;
        var offer = JsonSerializer.Deserialize(
            $$"""
            {"id":"01890000-0000-7000-8000-000000000001","peer":"a","direction":"in","fileName":"a.png","mediaType":"image/png",
            "size":{{json}},"offeredUtc":"2026-01-02T03:04:05Z","expiresUtc":"2026-01-09T03:04:05Z"}
            """,
            MxitJson.Wire.FileOffer)!;

        Assert.Equal((count, count), (conversations.Conversations[0].Unread, offer.Size));
    }

    [Fact]
    public void What_is_too_large_is_as_large_as_can_be()
    {
        const string Huge = "99999999999999999999999999";

        Assert.Equal(long.MaxValue, JsonSerializer.Deserialize($$"""[{"Size":{{Huge}}}]""", MxitJson.Wire.GalleryItemArray)![0].Size);
        Assert.Equal(3_000_000_000, JsonSerializer.Deserialize("""[{"Size":3000000000}]""", MxitJson.Wire.GalleryItemArray)![0].Size);
        Assert.Equal(
            9_007_199_254_740_993, JsonSerializer.Deserialize("""[{"Size":9007199254740993}]""", MxitJson.Wire.GalleryItemArray)![0].Size);
        Assert.Equal(
            int.MaxValue, JsonSerializer.Deserialize($$"""{"Folders":[{"ItemCount":{{Huge}}}]}""", MxitJson.Wire.GalleryRoot)!.Folders[0].ItemCount);
        Assert.Equal(int.MaxValue, JsonSerializer.Deserialize($$"""{"expires_in":{{Huge}}}""", MxitJson.Wire.TokenReply)!.ExpiresIn);
    }

    [Theory]
    [InlineData("23", 23)]
    [InlineData("\"23\"", 23)]
    [InlineData("23.0", 23)]
    [InlineData("-1", null)]
    [InlineData("\"unknown\"", null)]
    [InlineData("{}", null)]
    public void An_age_is_read_or_not_known(string json, int? age) =>
        Assert.Equal(age, JsonSerializer.Deserialize($$"""{"UserId":"m1","Age":{{json}}}""", MxitJson.Wire.BasicProfile)!.Age);

    [Theory]
    [InlineData("1", Gender.Male)]
    [InlineData("1.0", Gender.Male)]
    [InlineData("\"1\"", Gender.Male)]
    [InlineData("\"Male\"", Gender.Male)]
    [InlineData("\"male\"", Gender.Male)]
    [InlineData("77", (Gender)77)]
    [InlineData("\"other\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("99999999999999", null)]
    [InlineData("[]", null)]
    public void An_enumeration_is_read_by_number_or_name_or_not_known(string json, Gender? gender) =>
        Assert.Equal(gender, JsonSerializer.Deserialize($$"""{"UserId":"m1","Gender":{{json}}}""", MxitJson.Wire.BasicProfile)!.Gender);

    [Fact]
    public void Every_enumeration_and_truth_value_of_a_contact_is_read_in_any_form()
    {
        const string Json = """
            {"Contacts":[{"UserId":"m1","Blocked":"true","ContactType":"1","SubscriptionType":"66.0",
            "State":{"Availability":"1","IsOnline":1,"Mood":4.0}},{"UserId":"m2","Blocked":0,"ContactType":"","SubscriptionType":null,
            "State":{"Availability":"?","IsOnline":"maybe","Mood":{}}}]}
            """;

        var contacts = JsonSerializer.Deserialize(Json, MxitJson.Wire.ContactList)!.Contacts;

        Assert.Equal(
            (true, ContactType.Application, SubscriptionType.Both), (contacts[0].Blocked, contacts[0].ContactType, contacts[0].SubscriptionType));
        Assert.Equal(
            (Availability.ReadyToChat, true, Mood.Happy),
            (contacts[0].State!.Availability, contacts[0].State!.IsOnline, contacts[0].State!.Mood));
        Assert.Equal(
            (false, ContactType.User, SubscriptionType.None), (contacts[1].Blocked, contacts[1].ContactType, contacts[1].SubscriptionType));
        Assert.Equal((null, false, null), (contacts[1].State!.Availability, contacts[1].State!.IsOnline, contacts[1].State!.Mood));
    }

    [Fact]
    public void Numbers_are_written_as_numbers()
    {
        Assert.Contains("\"Size\":5,", JsonSerializer.Serialize([new GalleryItem { Size = 5 }], MxitJson.Wire.GalleryItemArray), StringComparison.Ordinal);
        Assert.Contains(
            "\"Gender\":1", JsonSerializer.Serialize(new BasicProfile { Gender = Gender.Male, Age = 3 }, MxitJson.Wire.BasicProfile), StringComparison.Ordinal);
        Assert.DoesNotContain("Gender", JsonSerializer.Serialize(new BasicProfile(), MxitJson.Wire.BasicProfile), StringComparison.Ordinal);
        Assert.Contains(
            "\"SubscriptionType\":66", JsonSerializer.Serialize(new Contact { SubscriptionType = SubscriptionType.Both }, MxitJson.Wire.Contact), StringComparison.Ordinal);
    }
}
