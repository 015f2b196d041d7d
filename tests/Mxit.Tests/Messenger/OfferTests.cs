using System.Net;
using Mxit.Tests.Support;

namespace Mxit.Tests.Messenger;

/// <summary>The receiver's side of file offers.</summary>
public class OfferTests
{
    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static string Id(int number) => $"0197a3f0-1c2d-7e4f-8a9b-{number:D12}";

    public static string Offer(string id, string direction = "in", string state = "offered", string rest = "") =>
        $$"""{"id":"{{id}}","peer":"m2","direction":"{{direction}}","fileName":"strand.jpg","mediaType":"image/jpeg","size":5000000000,"offeredUtc":"2026-01-02T03:04:05Z","expiresUtc":"2026-01-09T03:04:05Z","state":"{{state}}"{{rest}}}""";

    public static string Page(bool hasMore, params string[] ids) =>
        $$"""{"offers":[{{string.Join(',', ids.Select(id => Offer(id)))}}],"hasMore":{{(hasMore ? "true" : "false")}}}""";

    [Theory]
    [InlineData("in", null, 50, "/messenger/offers?direction=in&limit=50")]
    [InlineData("out", 7, 200, "/messenger/offers?direction=out&before=0197a3f0-1c2d-7e4f-8a9b-000000000007&limit=200")]
    public async Task A_page_is_asked_for_by_direction_place_and_limit(string direction, int? before, int limit, string expected)
    {
        _server.Answer(200, Page(true, Id(2), Id(1)));
        using var mxit = _server.Client();

        var page = await Thandi(mxit).GetOffersPageAsync(
            new MessageDirection(direction), before is { } number ? new Cursor(Id(number)) : default, limit,
            cancellationToken: Stop);

        var sent = Assert.Single(_server.Sent);
        Assert.Equal(("GET", expected, "user-0"), (sent.Method, sent.PathAndQuery, sent.Bearer));
        Assert.Equal([Id(2), Id(1)], page.Items.Select(offer => offer.Id.Value));
        Assert.Equal((new Cursor(Id(1)), true), (page.Next, page.HasMore));
    }

    [Fact]
    public async Task An_offer_has_everything_that_the_server_tells()
    {
        _server.Answer(
            200, Offer(
                Id(1), "in", "accepted",
                ""","answeredUtc":"2026-01-03T00:00:00Z","fileId":"f00df00d-f00d-f00d-f00d-f00df00df00d","autoOpen":true,"preventShare":true,"hasThumbnail":true"""));
        using var mxit = _server.Client();

        var offer = await Thandi(mxit).GetOfferAsync(Id(1), cancellationToken: Stop);

        Assert.Equal($"/messenger/offers/{Id(1)}", Assert.Single(_server.Sent).PathAndQuery);
        Assert.Equal(
            new FileOffer
            {
                Id = Id(1),
                Peer = "m2",
                Direction = MessageDirection.Received,
                FileName = "strand.jpg",
                ContentType = "image/jpeg",
                Length = 5_000_000_000,
                OfferedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
                ExpiresAt = new DateTimeOffset(2026, 1, 9, 3, 4, 5, TimeSpan.Zero),
                State = OfferState.Accepted,
                AnsweredAt = new DateTimeOffset(2026, 1, 3, 0, 0, 0, TimeSpan.Zero),
                FileId = "f00df00d-f00d-f00d-f00d-f00df00df00d",
                AutoOpen = true,
                PreventShare = true,
                HasThumbnail = true,
            },
            offer);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"id":"","peer":"m2","direction":"in","fileName":"a","mediaType":"b"}""")]
    [InlineData("""{"id":"0197a3f0-1c2d-7e4f-8a9b-000000000001","peer":"","direction":"in","fileName":"a","mediaType":"b"}""")]
    [InlineData("""{"id":"0197a3f0-1c2d-7e4f-8a9b-000000000001","peer":"m2","direction":"in","fileName":null,"mediaType":"b"}""")]
    [InlineData("""{"id":7,"peer":"m2","direction":"in","fileName":"a","mediaType":"b"}""")]
    public async Task An_offer_that_is_none_is_unreadable(string offer)
    {
        using var mxit = _server.Client();

        _server.Answer(200, offer);
        await Assert.ThrowsAsync<MxitApiException>(() => Thandi(mxit).GetOfferAsync(Id(1), cancellationToken: Stop));
        await Assert.ThrowsAsync<MxitApiException>(() => Thandi(mxit).AcceptOfferAsync(Id(1), null, cancellationToken: Stop));
        _server.Answer(200, $$"""{"offers":[{{offer}}],"hasMore":false}""");
        await Assert.ThrowsAsync<MxitApiException>(() => Thandi(mxit).GetOffersPageAsync(cancellationToken: Stop));
        _server.Answer(200, "{}");
        await Assert.ThrowsAsync<MxitApiException>(() => Thandi(mxit).GetOffersPageAsync(cancellationToken: Stop));
    }

    [Theory]
    [InlineData("no id")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("0197A3F0-1C2D-7E4F-8A9B-000000000001")]
    public async Task What_an_id_looks_like_is_the_servers_business(string id)
    {
        _server.Answer(200, Page(true, id));
        using var mxit = _server.Client();

        var page = await Thandi(mxit).GetOffersPageAsync(cancellationToken: Stop);
        _server.Answer(200, Offer(id));
        var offer = await Thandi(mxit).GetOfferAsync(Assert.Single(page.Items).Id, cancellationToken: Stop);

        Assert.Equal((id, id), (page.Next.Value, offer.Id.Value));
        Assert.Equal($"/messenger/offers/{Uri.EscapeDataString(id)}", _server.Sent[^1].PathAndQuery);
    }

    [Fact]
    public async Task All_offers_are_read_page_by_page()
    {
        _server.Api = (request, _) => Task.FromResult(StubServer.Reply(200, request.PathAndQuery switch
        {
            "/messenger/offers?direction=in&limit=200" => Page(true, Id(3), Id(2)),
            "/messenger/offers?direction=in&before=0197a3f0-1c2d-7e4f-8a9b-000000000002&limit=200" => Page(false, Id(1)),
            _ => throw new InvalidOperationException(request.PathAndQuery),
        }));
        using var mxit = _server.Client();

        var offers = await Thandi(mxit)
            .ListOffersAsync(cancellationToken: Stop).Select(offer => offer.Id.ToString()).ToListAsync(Stop);

        Assert.Equal([Id(3), Id(2), Id(1)], offers);
    }

    [Fact]
    public async Task A_page_that_leads_nowhere_is_an_error_and_not_the_end()
    {
        using var mxit = _server.Client();

        _server.Answer(200, Page(true));
        await Assert.ThrowsAsync<MxitApiException>(
            async () => await Thandi(mxit).ListOffersAsync(cancellationToken: Stop).ToListAsync(Stop));
        _server.Answer(200, Page(true, Id(1)));
        await Assert.ThrowsAsync<MxitApiException>(
            async () => await Thandi(mxit).ListOffersAsync(cancellationToken: Stop).CountAsync(Stop));
        Assert.Equal(3, _server.Sent.Count);
    }

    [Fact]
    public async Task Offers_are_accepted_and_declined()
    {
        _server.Api = (request, _) => Task.FromResult(StubServer.Reply(
            200, Offer(Id(1), "in", request.Address.Segments[^1] == "accept" ? "accepted" : "declined")));
        using var mxit = _server.Client();

        Assert.Equal(OfferState.Accepted, (await Thandi(mxit).AcceptOfferAsync(Id(1), null, cancellationToken: Stop)).State);
        Assert.Equal(
            OfferState.Accepted, (await Thandi(mxit).AcceptOfferAsync(Id(1), "Van Bob 😀", cancellationToken: Stop)).State);
        Assert.Equal(OfferState.Declined, (await Thandi(mxit).DeclineOfferAsync(Id(1), cancellationToken: Stop)).State);

        Assert.Equal(
            [
                $$"""POST /messenger/offers/{{Id(1)}}/accept {}""",
                $$"""POST /messenger/offers/{{Id(1)}}/accept {"folder":"Van Bob 😀"}""",
                $"POST /messenger/offers/{Id(1)}/decline ",
            ],
            _server.Sent.Select(sent => $"{sent.Method} {sent.PathAndQuery} {sent.Body}"));
    }

    [Theory]
    [InlineData(404, typeof(MxitNotFoundException))]
    [InlineData(409, typeof(MxitApiException))]
    [InlineData(410, typeof(MxitApiException))]
    [InlineData(507, typeof(MxitApiException))]
    public async Task An_offer_that_cannot_be_answered_any_more_says_so(int status, Type expected)
    {
        _server.Answer(status, "\"Over\"");
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAnyAsync<MxitApiException>(
            () => Thandi(mxit).AcceptOfferAsync(Id(1), null, cancellationToken: Stop));

        Assert.Equal((expected, (HttpStatusCode)status), (failure.GetType(), failure.StatusCode));
    }

    [Fact]
    public async Task Wrong_arguments_are_refused()
    {
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<ArgumentException>(() => Thandi(mxit).GetOfferAsync(default, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => Thandi(mxit).DeclineOfferAsync(default, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Thandi(mxit).GetOffersPageAsync(limit: 0, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Thandi(mxit).GetOffersPageAsync(limit: 201, cancellationToken: Stop));
        foreach (var folder in (string[])["", " ", "..", "a/b"])
        {
            await Assert.ThrowsAsync<ArgumentException>(
                () => Thandi(mxit).AcceptOfferAsync(Id(1), folder, cancellationToken: Stop));
        }

        Assert.Empty(_server.Sent);
    }

    [Fact]
    public async Task An_offer_is_heard_as_a_message_and_its_state_is_not()
    {
        var events = new Events();
        var message = Events.Message(1)[..^1] + $",\"offer\":{Offer(Id(1))}}}";
        events.Write($"event: message\nid: 1\ndata: {message}\n\nevent: offers\ndata:\n\n{Events.MessageEvent(2)}");
        _server.Api = (_, _) => Task.FromResult(events.Reply());
        using var mxit = _server.Client();

        var heard = await Thandi(mxit).ListenAsync(cancellationToken: Stop).Take(2).ToListAsync(Stop);

        Assert.Equal([Id(1), null], heard.Select(one => one.Offer?.Id.ToString()));
        Assert.Equal(("strand.jpg", OfferState.Offered), (heard[0].Offer!.FileName, heard[0].Offer!.State));
    }

    private MessengerClient Thandi(MxitClient mxit) => mxit.ForUser(_server.UserToken()).Messenger;
}
