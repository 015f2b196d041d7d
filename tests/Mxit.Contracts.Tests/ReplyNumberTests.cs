using System.Text.Json;
using Mxit.Platform.Replies;
using Mxit.Wire;
using ClientJson = Mxit.Internal.ReplyJson;
using ServerJson = Mxit.Platform.Replies.ReplyJson;

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
        var items = JsonSerializer.Deserialize(
            $$"""[{"FileId":"f1","Size":{{json}},"FileName":"a"}]""", ClientJson.Wire.GalleryItemArray)!;

        Assert.Equal((size, "a"), (items[0].Length, items[0].FileName));
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void The_number_of_files_is_read_or_not_known(string json, long count)
    {
        var root = JsonSerializer.Deserialize(
            $$"""{"Folders":[{"ItemCount":{{json}},"FolderName":"a"}]}""", ClientJson.Wire.GalleryReply)!;

        Assert.Equal((count, "a"), (root.Folders[0].ItemCount, root.Folders[0].FolderName));
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void The_counts_of_the_messenger_are_read_or_not_known(string json, long count)
    {
        var conversations = JsonSerializer.Deserialize(
            $$$"""{"conversations":[{"peer":{"id":"a","kind":"app","displayName":"A"},"unread":{{{json}}},"last":null}]}""",
            ClientJson.Wire.ConversationsReply)!;
        var offer = JsonSerializer.Deserialize(
            $$"""
            {"id":"01890000-0000-7000-8000-000000000001","peer":"a","direction":"in","fileName":"a.png","mediaType":"image/png",
            "size":{{json}},"offeredUtc":"2026-01-02T03:04:05Z","expiresUtc":"2026-01-09T03:04:05Z"}
            """,
            ClientJson.Wire.FileOffer)!;

        Assert.Equal((count, count), (conversations.Conversations[0].Unread, offer.Length));
    }

    [Fact]
    public void What_is_too_large_is_as_large_as_can_be()
    {
        const string Huge = "99999999999999999999999999";

        Assert.Equal(
            long.MaxValue, JsonSerializer.Deserialize(
                $$"""[{"FileId":"f1","Size":{{Huge}}}]""", ClientJson.Wire.GalleryItemArray)![0].Length);
        Assert.Equal(
            3_000_000_000, JsonSerializer.Deserialize(
                """[{"FileId":"f1","Size":3000000000}]""", ClientJson.Wire.GalleryItemArray)![0].Length);
        Assert.Equal(
            9_007_199_254_740_993, JsonSerializer.Deserialize(
                """[{"FileId":"f1","Size":9007199254740993}]""", ClientJson.Wire.GalleryItemArray)![0].Length);
        Assert.Equal(
            int.MaxValue,
            JsonSerializer.Deserialize($$"""{"Folders":[{"FolderName":"a","ItemCount":{{Huge}}}]}""",
                ClientJson.Wire.GalleryReply)!.Folders[0].ItemCount);
        Assert.Equal(
            int.MaxValue, JsonSerializer.Deserialize($$"""{"expires_in":{{Huge}}}""", MxitJson.Wire.TokenReply)!.ExpiresIn);
    }

    [Theory]
    [InlineData("23", 23)]
    [InlineData("\"23\"", 23)]
    [InlineData("23.0", 23)]
    [InlineData("-1", null)]
    [InlineData("\"unknown\"", null)]
    [InlineData("{}", null)]
    public void An_age_is_read_or_not_known(string json, int? age) =>
        Assert.Equal(age, JsonSerializer.Deserialize($$"""{"UserId":"m1","Age":{{json}}}""", ClientJson.Wire.BasicProfile)!.Age);

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
        Assert.Equal(
            gender, JsonSerializer.Deserialize($$"""{"UserId":"m1","Gender":{{json}}}""", ClientJson.Wire.BasicProfile)!.Gender);

    [Fact]
    public void Every_enumeration_and_truth_value_of_a_contact_is_read_in_any_form()
    {
        const string Json = """
            {"Contacts":[{"UserId":"m1","Blocked":"true","ContactType":"1","SubscriptionType":"66.0",
            "State":{"Availability":"1","IsOnline":1,"Mood":4.0}},{"UserId":"m2","Blocked":0,"ContactType":"","SubscriptionType":null,
            "State":{"Availability":"?","IsOnline":"maybe","Mood":{}}}]}
            """;

        var contacts = JsonSerializer.Deserialize(Json, ClientJson.Wire.ContactListReply)!.Contacts;

        Assert.Equal(
            (true, ContactType.Application, SubscriptionType.Both),
            (contacts[0].Blocked, contacts[0].ContactType, contacts[0].SubscriptionType));
        Assert.Equal(
            (Availability.ReadyToChat, true, Mood.Happy),
            (contacts[0].State!.Availability, contacts[0].State!.IsOnline, contacts[0].State!.Mood));
        Assert.Equal(
            (false, ContactType.User, SubscriptionType.None),
            (contacts[1].Blocked, contacts[1].ContactType, contacts[1].SubscriptionType));
        Assert.Equal(
            (null, false, null), (contacts[1].State!.Availability, contacts[1].State!.IsOnline, contacts[1].State!.Mood));
    }

    [Fact]
    public void Numbers_are_written_as_numbers()
    {
        Assert.Contains(
            "\"Size\":5,", JsonSerializer.Serialize([new GalleryItemReply { Size = 5 }], ServerJson.Wire.GalleryItemReplyArray),
            StringComparison.Ordinal);
        Assert.Contains(
            "\"Gender\":1", JsonSerializer.Serialize(
                new BasicProfileReply { Gender = Gender.Male, Age = 3 }, ServerJson.Wire.BasicProfileReply),
                    StringComparison.Ordinal);
        Assert.DoesNotContain(
            "Gender", JsonSerializer.Serialize(new BasicProfileReply(), ServerJson.Wire.BasicProfileReply),
            StringComparison.Ordinal);
        Assert.Contains(
            "\"SubscriptionType\":66", JsonSerializer.Serialize(
                new ContactReply { SubscriptionType = SubscriptionType.Both }, ServerJson.Wire.ContactReply),
                    StringComparison.Ordinal);
    }
}
