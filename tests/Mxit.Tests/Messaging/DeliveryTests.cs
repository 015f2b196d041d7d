using System.Net;
using System.Text;
using Mxit.Tests.Support;

namespace Mxit.Tests.Messaging;

public class DeliveryTests
{
    private const string Id = "0197a3f0-1c2d-7e4f-8a9b-000000000001";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_asked_about_by_its_id_and_unknown_states_are_kept_as_they_are()
    {
        var server = Server("""
            {"messageId":"0197a3f0-1c2d-7e4f-8a9b-000000000001","sentUtc":"2026-01-02T03:04:05Z","recipients":[
            {"userId":"m1","state":"notAccepted","reason":"offline","changedUtc":"2026-01-02T03:04:06Z"},{"userId":"m2","state":"teleported"}]}
            """);
        using var mxit = server.Client();

        var delivery = await mxit.Messaging.Delivery.GetAsync(Id, cancellationToken: Stop);

        Assert.Equal($"/delivery/messages/{Id}", Assert.Single(server.Sent, sent => !sent.IsForToken).PathAndQuery);
        Assert.Equal(
            (new MessageId(Id), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)), (delivery.MessageId, delivery.SentAt));
        Assert.Equal(
            [
                new RecipientDelivery
                {
                    UserId = "m1",
                    State = DeliveryState.NotAccepted,
                    Reason = DeliveryReason.Offline,
                    ChangedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero),
                },
                new RecipientDelivery { UserId = "m2", State = new DeliveryState("teleported") },
            ],
            delivery.Recipients);
    }

    [Fact]
    public async Task Changes_are_read_page_by_page_and_a_page_that_leads_nowhere_is_an_error()
    {
        var server = Server(Page(7, true, 5, 7), Page(9, true, 9), Page(9, true));
        using var mxit = server.Client();

        var cursors = new List<long>();
        await Assert.ThrowsAsync<MxitApiException>(async () =>
        {
            await foreach (var change in mxit.Messaging.Delivery.ListChangesAsync(Cursors.At(4), cancellationToken: Stop))
            {
                cursors.Add(change.Cursor.Number());
            }
        });

        Assert.Equal([5, 7, 9], cursors);
        Assert.Equal(
            ["/delivery/changes?after=4&limit=200", "/delivery/changes?after=7&limit=200", "/delivery/changes?after=9&limit=200"],
            server.Sent.Where(sent => !sent.IsForToken).Select(sent => sent.PathAndQuery));
    }

    [Fact]
    public async Task A_cursor_or_a_limit_that_cannot_be_is_refused_before_anything_is_sent()
    {
        var server = Server();
        using var mxit = server.Client();

        await Assert.ThrowsAsync<ArgumentException>(
            () => mxit.Messaging.Delivery.GetChangesPageAsync(Cursors.At(-1), cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => mxit.Messaging.Delivery.GetChangesPageAsync(default, 0, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => mxit.Messaging.Delivery.GetChangesPageAsync(default, 201, cancellationToken: Stop));
        Assert.Throws<ArgumentException>(() => mxit.Messaging.Delivery.ListenAsync(Cursors.At(-1), cancellationToken: Stop));
        Assert.Empty(server.Sent);
    }

    private static string Page(long cursor, bool hasMore, params long[] changes) =>
        $$"""{"changes":[{{string.Join(',', changes.Select(Change))}}],"cursor":{{cursor}},"hasMore":{{(hasMore ? "true" : "false")}}}""";

    private static string Change(long cursor) =>
        $$"""{"cursor":{{cursor}},"messageId":"{{Id}}","userId":"m1","state":"read","changedUtc":"2026-01-02T03:04:05Z"}""";

    private static StubServer Server(params string[] replies)
    {
        var next = 0;
        return new StubServer
        {
            Api = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(replies[next++], Encoding.UTF8, "application/json"),
            }),
        };
    }
}
