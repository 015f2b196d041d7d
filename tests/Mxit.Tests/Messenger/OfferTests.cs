using System.Net;
using Mxit.Messenger;
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
    [InlineData(FileOfferDirection.Received, null, 50, "/messenger/offers?direction=in&limit=50")]
    [InlineData(FileOfferDirection.Sent, 7, 200, "/messenger/offers?direction=out&before=0197a3f0-1c2d-7e4f-8a9b-000000000007&limit=200")]
    public async Task A_page_is_asked_for_by_direction_place_and_limit(FileOfferDirection direction, int? before, int limit, string expected)
    {
        _server.Answer(200, Page(true, Id(2), Id(1)));
        using var mxit = _server.Client();

        var page = await Thandi(mxit).GetOffersAsync(direction, before is { } number ? new Guid(Id(number)) : null, limit, Stop);

        var sent = Assert.Single(_server.Sent);
        Assert.Equal(("GET", expected, "user-0"), (sent.Method, sent.PathAndQuery, sent.Bearer));
        Assert.Equal([new Guid(Id(2)), new Guid(Id(1))], page.Offers.Select(offer => offer.Id));
        Assert.True(page.HasMore);
    }

    [Fact]
    public async Task An_offer_has_everything_that_the_server_tells()
    {
        _server.Answer(200, Offer(Id(1), "in", "accepted", ""","answeredUtc":"2026-01-03T00:00:00Z","fileId":"f00df00d-f00d-f00d-f00d-f00df00df00d","autoOpen":true,"preventShare":true,"hasThumbnail":true"""));
        using var mxit = _server.Client();

        var offer = await Thandi(mxit).GetOfferAsync(new Guid(Id(1)), Stop);

        Assert.Equal($"/messenger/offers/{Id(1)}", Assert.Single(_server.Sent).PathAndQuery);
        Assert.Equal(
            new FileOffer(
                new Guid(Id(1)),
                "m2",
                "in",
                "strand.jpg",
                "image/jpeg",
                5_000_000_000,
                new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
                new DateTime(2026, 1, 9, 3, 4, 5, DateTimeKind.Utc))
            {
                State = "accepted",
                AnsweredUtc = new DateTime(2026, 1, 3, 0, 0, 0, DateTimeKind.Utc),
                FileId = new Guid("f00df00d-f00d-f00d-f00d-f00df00df00d"),
                AutoOpen = true,
                PreventShare = true,
                HasThumbnail = true,
            },
            offer);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000000","peer":"m2","direction":"in","fileName":"a","mediaType":"b"}""")]
    [InlineData("""{"id":"0197a3f0-1c2d-7e4f-8a9b-000000000001","peer":"","direction":"in","fileName":"a","mediaType":"b"}""")]
    [InlineData("""{"id":"0197a3f0-1c2d-7e4f-8a9b-000000000001","peer":"m2","direction":"in","fileName":null,"mediaType":"b"}""")]
    [InlineData("""{"id":"no id","peer":"m2","direction":"in","fileName":"a","mediaType":"b"}""")]
    public async Task An_offer_that_is_none_is_unreadable(string offer)
    {
        using var mxit = _server.Client();

        _server.Answer(200, offer);
        await Assert.ThrowsAsync<MxitApiException>(() => Thandi(mxit).GetOfferAsync(new Guid(Id(1)), Stop));
        await Assert.ThrowsAsync<MxitApiException>(() => Thandi(mxit).AcceptOfferAsync(new Guid(Id(1)), null, Stop));
        _server.Answer(200, $$"""{"offers":[{{offer}}],"hasMore":false}""");
        await Assert.ThrowsAsync<MxitApiException>(() => Thandi(mxit).GetOffersAsync(cancellationToken: Stop));
        _server.Answer(200, "{}");
        await Assert.ThrowsAsync<MxitApiException>(() => Thandi(mxit).GetOffersAsync(cancellationToken: Stop));
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

        var offers = await Thandi(mxit).ListOffersAsync(cancellationToken: Stop).Select(offer => offer.Id.ToString()).ToListAsync(Stop);

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

        Assert.Equal("accepted", (await Thandi(mxit).AcceptOfferAsync(new Guid(Id(1)), null, Stop)).State);
        Assert.Equal("accepted", (await Thandi(mxit).AcceptOfferAsync(new Guid(Id(1)), "Van Bob 😀", Stop)).State);
        Assert.Equal("declined", (await Thandi(mxit).DeclineOfferAsync(new Guid(Id(1)), Stop)).State);

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

        var failure = await Assert.ThrowsAnyAsync<MxitApiException>(() => Thandi(mxit).AcceptOfferAsync(new Guid(Id(1)), null, Stop));

        Assert.Equal((expected, (HttpStatusCode)status), (failure.GetType(), failure.StatusCode));
    }

    [Fact]
    public async Task Wrong_arguments_are_refused()
    {
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Thandi(mxit).GetOffersAsync((FileOfferDirection)7, cancellationToken: Stop));
        Assert.Throws<ArgumentOutOfRangeException>(() => Thandi(mxit).ListOffersAsync((FileOfferDirection)7, Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Thandi(mxit).GetOffersAsync(limit: 0, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Thandi(mxit).GetOffersAsync(limit: 201, cancellationToken: Stop));
        foreach (var folder in (string[])["", " ", "..", "a/b"])
        {
            await Assert.ThrowsAsync<ArgumentException>(() => Thandi(mxit).AcceptOfferAsync(new Guid(Id(1)), folder, Stop));
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
        Assert.Equal(("strand.jpg", "offered"), (heard[0].Offer!.FileName, heard[0].Offer!.State));
    }

    private MessengerClient Thandi(MxitClient mxit) => mxit.ForUser(_server.UserToken()).Messenger;
}
