using System.Text.Json;
using Mxit.Tests.Support;

namespace Mxit.Tests;

public class CursorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_beginning_is_the_default_and_the_empty_text()
    {
        Assert.Equal("", default(Cursor).Value);
        Assert.Equal(default, Cursor.Start);
        Assert.Equal(default, new Cursor(""));
        Assert.Throws<ArgumentNullException>(() => new Cursor(null!));
    }

    [Theory]
    [InlineData("42")]
    [InlineData("bob m2")]
    [InlineData("0197a3f0-1c2d-7e4f-8a9b-000000000001")]
    public void A_text_comes_out_as_it_went_in(string text)
    {
        var cursor = new Cursor(text);

        Assert.Equal((text, text), (cursor.Value, cursor.ToString()));
        Assert.Equal(new Cursor(new string(text.ToCharArray())), cursor);
        Assert.NotEqual(default, cursor);
        Assert.Equal(cursor, JsonSerializer.Deserialize<Cursor>(JsonSerializer.Serialize(cursor)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public void Nothing_in_JSON_is_the_beginning(string json) => Assert.Equal(default, JsonSerializer.Deserialize<Cursor>(json));

    [Fact]
    public void It_is_a_text_in_JSON_and_can_be_the_key_of_a_dictionary()
    {
        const string Json = """{"":"42","42":""}""";

        var read = JsonSerializer.Deserialize<Dictionary<Cursor, Cursor>>(Json)!;

        Assert.Equal((new Cursor("42"), default(Cursor)), (read[Cursor.Start], read[new Cursor("42")]));
        Assert.Equal(Json, JsonSerializer.Serialize(read));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Cursor>("42"));
    }

    [Fact]
    public async Task What_a_page_leads_to_goes_back_to_the_server_as_it_came()
    {
        var server = new StubServer();
        server.Api = (request, _) => Task.FromResult(StubServer.Reply(200, request.Address.AbsolutePath switch
        {
            "/messenger/contacts" when request.Address.Query.Contains("after", StringComparison.Ordinal) => """{"contacts":[]}""",
            "/messenger/contacts" => """{"contacts":[],"next":"42 a&b"}""",
            _ => """{"changes":[],"cursor":42,"hasMore":true}""",
        }));
        using var mxit = server.Client();
        var thandi = mxit.ForUser(server.UserToken());

        var contacts = await thandi.Messenger.GetContactsPageAsync(cancellationToken: Stop);
        var last = await thandi.Messenger.GetContactsPageAsync(after: new Cursor(contacts.Next.Value), cancellationToken: Stop);
        var changes = await thandi.Messaging.Delivery.GetChangesPageAsync(cancellationToken: Stop);
        await Assert.ThrowsAsync<MxitApiException>(
            () => thandi.Messaging.Delivery.GetChangesPageAsync(changes.Next, cancellationToken: Stop));

        Assert.Equal((true, default, false), (contacts.HasMore, last.Next, last.HasMore));
        Assert.Equal(
            [
                "/messenger/contacts?limit=50",
                "/messenger/contacts?after=42%20a%26b&limit=50",
                "/delivery/changes?after=0&limit=50",
                "/delivery/changes?after=42&limit=50",
            ],
            server.Sent.Select(sent => sent.PathAndQuery));
    }

    [Theory]
    [InlineData("place")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1.0")]
    [InlineData("1,000")]
    [InlineData("99999999999999999999")]
    public async Task A_cursor_of_elsewhere_is_refused_by_a_feed_before_anything_is_sent(string text)
    {
        var server = new StubServer();
        using var mxit = server.Client();
        var thandi = mxit.ForUser(server.UserToken());
        var cursor = new Cursor(text);

        Assert.Equal(
            "after", Assert.Throws<ArgumentException>(
                () => thandi.Messenger.ListenAsync(cursor, cancellationToken: Stop)).ParamName);
        Assert.Throws<ArgumentException>(() => thandi.Messenger.ListMessagesAsync(cursor, cancellationToken: Stop));
        Assert.Throws<ArgumentException>(() => mxit.Messaging.Delivery.ListenAsync(cursor, cancellationToken: Stop));
        Assert.Throws<ArgumentException>(() => mxit.Messaging.Delivery.ListChangesAsync(cursor, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => thandi.Messenger.GetMessagesPageAsync(cursor, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(
            () => mxit.Messaging.Delivery.GetChangesPageAsync(cursor, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => thandi.Messenger.MarkReadAsync(cursor, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => thandi.Messenger.MarkDeliveredAsync(cursor, cancellationToken: Stop));
        Assert.Empty(server.Sent);
    }
}
