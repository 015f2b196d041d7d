using System.Text.Json;
using Mxit.Wire;
using ClientJson = Mxit.Internal.ReplyJson;
using ServerJson = Mxit.Platform.Replies.ReplyJson;

namespace Mxit.Contracts.Tests;

/// <summary>The replies of the wire document, sections 1.5, 2.3 and 2.5, and those of the messenger.</summary>
public class DocumentedReplyTests
{
    private const string Token =
        """{"access_token":"c71219af53f5409e9d1db61db8a08248","token_type":"bearer","expires_in":3600,"refresh_token":"7f4b56bda11e4f7ba84c9e35c76b7aea","scope":"profile/private"}""";

    [Fact]
    public void A_token_reply_is_read_and_written_back()
    {
        var reply = JsonSerializer.Deserialize(Token, MxitJson.Wire.TokenReply)!;

        Assert.Equal("c71219af53f5409e9d1db61db8a08248", reply.AccessToken);
        Assert.Equal("bearer", reply.TokenType);
        Assert.Equal(3600, reply.ExpiresIn);
        Assert.Equal("7f4b56bda11e4f7ba84c9e35c76b7aea", reply.RefreshToken);
        Assert.Equal("profile/private", reply.Scope);
        Assert.Null(reply.IdToken);
        Assert.Equal(Token, JsonSerializer.Serialize(reply, MxitJson.Wire.TokenReply));
    }

    [Fact]
    public void A_token_reply_does_not_show_its_tokens()
    {
        var text = JsonSerializer.Deserialize(Token, MxitJson.Wire.TokenReply)!.ToString();

        Assert.DoesNotContain("c71219af", text, StringComparison.Ordinal);
        Assert.DoesNotContain("7f4b56bd", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_object_is_read_and_written_back()
    {
        const string Json = """{"error":"invalid_token","error_description":"The access token expired"}""";

        var reply = JsonSerializer.Deserialize(Json, MxitJson.Wire.ErrorReply)!;

        Assert.Equal(("invalid_token", "The access token expired"), (reply.Error, reply.ErrorDescription));
        Assert.Equal(Json, JsonSerializer.Serialize(reply, MxitJson.Wire.ErrorReply));
    }

    [Fact]
    public void User_info_is_read_and_written_back()
    {
        const string Json = """{"sub":"m40000000000","user_id":"m40000000000"}""";

        var reply = JsonSerializer.Deserialize(Json, MxitJson.Wire.UserInfoReply)!;

        Assert.Equal(("m40000000000", "m40000000000"), (reply.Subject, reply.UserId));
        Assert.Equal(Json, JsonSerializer.Serialize(reply, MxitJson.Wire.UserInfoReply));
    }

    [Fact]
    public void A_page_of_messages_is_read_and_written_back()
    {
        const string Json =
            """{"messages":[{"id":"0197a3f0-1c2d-7e4f-8a9b-0c1d2e3f4a5b","cursor":42,"peer":"m11111111111","direction":"in","body":"Haai 😀","sentUtc":"2026-01-02T03:04:05Z","containsMarkup":false,"state":"delivered"}],"cursor":42,"hasMore":true}""";

        var page = JsonSerializer.Deserialize(Json, ClientJson.Wire.MessagesReply)!;

        var message = Assert.Single(page.Messages);
        Assert.Equal("Haai 😀", message.Body);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), message.SentAt);
        Assert.Equal(
            (new MessageId("0197a3f0-1c2d-7e4f-8a9b-0c1d2e3f4a5b"), new Cursor("42"), MessageDirection.Received,
                MessageState.Delivered),
            (message.Id, message.Cursor, message.Direction, message.State));
        Assert.Empty(message.Links);
        Assert.True(page.HasMore);
        Assert.Equal(
            Json, JsonSerializer.Serialize(
                JsonSerializer.Deserialize(Json, ServerJson.Wire.MessagePageReply)!, ServerJson.Wire.MessagePageReply));
    }

    [Fact]
    public void Conversations_are_read_and_written_back()
    {
        const string Json =
            """{"conversations":[{"peer":{"id":"books","kind":"app","displayName":"Books"},"unread":3,"last":{"id":"0197a3f0-1c2d-7e4f-8a9b-0c1d2e3f4a5b","cursor":7,"peer":"books","direction":"out","body":"Hi","sentUtc":"2026-01-02T03:04:05Z","containsMarkup":true,"links":[{"Text":"Other","TargetService":"other","CreateTemporaryContact":true}],"state":"read"}}]}""";

        var list = JsonSerializer.Deserialize(Json, ClientJson.Wire.ConversationsReply)!;

        var conversation = Assert.Single(list.Conversations);
        Assert.Equal(
            (3, PeerKind.App, MessageState.Read), (conversation.Unread, conversation.Peer.Kind, conversation.Last.State));
        Assert.Equal(
            Json,
            JsonSerializer.Serialize(
                JsonSerializer.Deserialize(Json, ServerJson.Wire.ConversationListReply)!, ServerJson.Wire.ConversationListReply));
    }

    [Fact]
    public void Marks_without_a_peer_speak_of_all_conversations() =>
        Assert.Equal("""{"upTo":9}""", JsonSerializer.Serialize(new MarkMessagesBody(9, null), MxitJson.Wire.MarkMessagesBody));
}
