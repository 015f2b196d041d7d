using System.Net;
using System.Text;
using Mxit.Tests.Support;

namespace Mxit.Tests.Messaging;

public class DeliveryTests
{
    private static readonly Guid Id = Guid.Parse("0197a3f0-1c2d-7e4f-8a9b-000000000001");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_asked_about_by_its_id_and_unknown_states_are_kept_as_they_are()
    {
        var server = Server("""
            {"messageId":"0197a3f0-1c2d-7e4f-8a9b-000000000001","sentUtc":"2026-01-02T03:04:05Z","recipients":[
            {"userId":"m1","state":"notAccepted","reason":"offline","changedUtc":"2026-01-02T03:04:06Z"},{"userId":"m2","state":"teleported"}]}
            """);
        using var mxit = server.Client();

        var delivery = await mxit.Messaging.GetDeliveryAsync(Id, Stop);

        Assert.Equal($"/delivery/messages/{Id}", Assert.Single(server.Sent, sent => !sent.IsForToken).PathAndQuery);
        Assert.Equal((Id, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc)), (delivery.MessageId, delivery.SentUtc));
        Assert.Equal(
            [new("m1", DeliveryStates.NotAccepted, DeliveryReasons.Offline, new DateTime(2026, 1, 2, 3, 4, 6, DateTimeKind.Utc)), new RecipientDelivery("m2", "teleported", null, null)],
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
            await foreach (var change in mxit.Messaging.ListDeliveryChangesAsync(4, Stop))
            {
                cursors.Add(change.Cursor);
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

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => mxit.Messaging.GetDeliveryChangesAsync(-1, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => mxit.Messaging.GetDeliveryChangesAsync(0, 0, Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => mxit.Messaging.GetDeliveryChangesAsync(0, 201, Stop));
        Assert.Throws<ArgumentOutOfRangeException>(() => mxit.Messaging.ListenForDeliveryAsync(-1, Stop));
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
