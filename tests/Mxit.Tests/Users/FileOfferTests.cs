using Mxit.Tests.Messenger;
using Mxit.Tests.Support;

namespace Mxit.Tests.Users;

/// <summary>The sender's side of file offers, as an app and as a person.</summary>
public class FileOfferTests
{
    private const string FileId = "f00df00d-f00d-f00d-f00d-f00df00df00d";
    private const string OfferId = "0197a3f0-1c2d-7e4f-8a9b-0c1d2e3f4a5b";

    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<bool> Senders => [true, false];

    [Theory]
    [MemberData(nameof(Senders))]
    public async Task A_file_is_uploaded_and_offered_as_documented(bool isApp)
    {
        _server.Answer(200, $"\"{FileId}\"", ("Mxit-Message-Id", OfferId), ("Mxit-Request-Id", "req-1"));
        using var mxit = _server.Client();
        var heard = new Heard();

        var receipt = await Sender(mxit, isApp).UploadFileAndSendFileOfferAsync(
            "m2", new MediaUpload("bytes"u8.ToArray(), "strand & see.jpg"), progress: heard, cancellationToken: Stop);
        await Sender(mxit, isApp).UploadFileAndSendFileOfferAsync(
            "m2",
            new MediaUpload("bytes"u8.ToArray(), "a.mp3"),
            preventShare: true,
            new FileOfferOptions { AutoOpen = true, KeepMetadata = true },
            options: new MxitCallOptions { IdempotencyKey = "offer-7" },
            cancellationToken: Stop);

        Assert.Equal(new FileOfferReceipt { FileId = FileId, OfferId = OfferId, RequestId = "req-1" }, receipt);
        Assert.Equal(
            [
                "POST /user/media/file/send?fileName=strand%20%26%20see.jpg&userId=m2 image/jpeg bytes",
                "POST /user/media/file/send?fileName=a.mp3&userId=m2&autoOpen=true&preventShare=true&keepMetadata=true " +
                "audio/mpeg bytes",
            ],
            _server.ApiCalls.Select(sent => $"{sent.Method} {sent.PathAndQuery} {sent.Header("Content-Type")} {sent.Body}"));
        Assert.All(_server.ApiCalls, sent => Assert.Equal(isApp ? "app-1" : "user-0", sent.Bearer));
        Assert.Equal(7, Guid.Parse(_server.ApiCalls[0].Header("Idempotency-Key")!).Version);
        Assert.Equal("offer-7", _server.ApiCalls[1].Header("Idempotency-Key"));
        Assert.Equal([0, 5], heard.All.Select(one => one.Bytes));
        AssertScope(isApp, "content%2Fsend");
    }

    [Theory]
    [MemberData(nameof(Senders))]
    public async Task A_file_that_is_there_is_offered_as_documented(bool isApp)
    {
        _server.Answer(200, $"\"{FileId}\"", ("Mxit-Message-Id", OfferId));
        using var mxit = _server.Client();

        var receipt = await Sender(mxit, isApp).SendFileOfferAsync("m2", FileId, cancellationToken: Stop);
        await Sender(mxit, isApp).SendFileOfferAsync(
            "m2", FileId, new FileOfferOptions { AutoOpen = true, KeepMetadata = true },
            new MxitCallOptions { IdempotencyKey = "k" }, Stop);

        Assert.Equal(new FileOfferReceipt { FileId = FileId, OfferId = OfferId }, receipt);
        Assert.Equal(
            [
                $"POST /user/media/file/send/{FileId}?UserId=m2 ",
                $"POST /user/media/file/send/{FileId}?UserId=m2&autoOpen=true&keepMetadata=true ",
            ],
            _server.ApiCalls.Select(sent => $"{sent.Method} {sent.PathAndQuery} {sent.Body}"));
        Assert.Equal(7, Guid.Parse(_server.ApiCalls[0].Header("Idempotency-Key")!).Version);
        Assert.Equal("k", _server.ApiCalls[1].Header("Idempotency-Key"));
        AssertScope(isApp, "content%2Fsend");
    }

    [Fact]
    public async Task Only_the_offer_of_a_file_that_is_there_may_be_answered_with_nothing()
    {
        using var mxit = _server.Client();

        Assert.Equal(
            new FileOfferReceipt { FileId = FileId }, await mxit.Users.SendFileOfferAsync("m2", FileId, cancellationToken: Stop));
        await Assert.ThrowsAsync<MxitApiException>(() => mxit.Users.UploadFileAndSendFileOfferAsync(
            "m2", new MediaUpload(new byte[1], "a"), cancellationToken: Stop));

        _server.Answer(200, "{}");
        await Assert.ThrowsAsync<MxitApiException>(() => mxit.Users.SendFileOfferAsync("m2", FileId, cancellationToken: Stop));
    }

    [Fact]
    public async Task An_unknown_receiver_has_an_exception_of_its_own()
    {
        _server.Answer(400, "\"Unknown recipient: m2\"");
        using var mxit = _server.Client();

        var failure = await Assert.ThrowsAsync<MxitUnknownRecipientsException>(
            () => mxit.Users.SendFileOfferAsync("m2", FileId, cancellationToken: Stop));

        Assert.Equal(["m2"], failure.UnknownRecipients);
        Assert.Equal("Unknown recipients: m2.", failure.Message);
    }

    [Fact]
    public async Task Wrong_arguments_are_refused()
    {
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<ArgumentException>(
            () => mxit.Users.SendFileOfferAsync(default, FileId, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => mxit.Users.SendFileOfferAsync("m2", "..", cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => mxit.Users.UploadFileAndSendFileOfferAsync(
            default, new MediaUpload(new byte[1], "a"), cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => mxit.Users.UploadFileAndSendFileOfferAsync(
            "m2", new byte[1], cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => mxit.Users.GetSentFileOffersPageAsync(limit: 0, cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => mxit.Users.GetSentFileOffersPageAsync(limit: 201, cancellationToken: Stop));
        Assert.Throws<ArgumentException>(() => mxit.Users.ListSentFileOffersAsync(new MxitCallOptions { MaxRetries = 11 }, Stop));
        Assert.Empty(_server.Sent);
    }

    [Theory]
    [MemberData(nameof(Senders))]
    public async Task The_sender_sees_what_became_of_an_offer(bool isApp)
    {
        _server.Answer(200, OfferTests.Offer(OfferId, "out", "accepted"));
        using var mxit = _server.Client();

        var offer = await Sender(mxit, isApp).GetSentFileOfferAsync(OfferId, null, Stop);

        Assert.Equal((OfferState.Accepted, new UserId("m2"), MessageDirection.Sent), (offer.State, offer.Peer, offer.Direction));
        Assert.Equal($"/messenger/offers/{OfferId}", Assert.Single(_server.ApiCalls).PathAndQuery);
        AssertScope(isApp, "content%2Fsend");
    }

    [Fact]
    public async Task All_offers_made_are_read_page_by_page()
    {
        _server.Api = (request, _) => Task.FromResult(StubServer.Reply(200, request.PathAndQuery switch
        {
            "/messenger/offers?direction=out&limit=200" => OfferTests.Page(true, OfferTests.Id(3), OfferTests.Id(2)),
            _ when request.PathAndQuery == $"/messenger/offers?direction=out&before={OfferTests.Id(2)}&limit=200" =>
                OfferTests.Page(false, OfferTests.Id(1)),
            _ => throw new InvalidOperationException(request.PathAndQuery),
        }));
        using var mxit = _server.Client();

        Assert.Equal(
            [OfferTests.Id(3), OfferTests.Id(2), OfferTests.Id(1)],
            await mxit.Users.ListSentFileOffersAsync(null, Stop).Select(offer => offer.Id.ToString()).ToListAsync(Stop));
    }

    private void AssertScope(bool isApp, string scope) => Assert.Equal(
        isApp ? [$"grant_type=client_credentials&scope={scope}"] : [], _server.TokenCalls.Select(sent => sent.Body));

    private FileSender Sender(MxitClient mxit, bool isApp) => isApp
        ? new FileSender(
            mxit.Users.UploadFileAndSendFileOfferAsync, mxit.Users.SendFileOfferAsync, mxit.Users.GetSentFileOfferAsync)
        : Sender(mxit.ForUser(_server.UserToken()).Users);

    private static FileSender Sender(UserAccountClient person) =>
        new(person.UploadFileAndSendFileOfferAsync, person.SendFileOfferAsync, person.GetSentFileOfferAsync);

    private delegate Task<FileOfferReceipt> Upload(
        UserId userId,
        MediaUpload file,
        bool preventShare = false,
        FileOfferOptions? offer = null,
        IProgress<TransferProgress>? progress = null,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default);

    private delegate Task<FileOfferReceipt> Send(
        UserId userId,
        FileId fileId,
        FileOfferOptions? offer = null,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>What apps and people both can do.</summary>
    private sealed record FileSender(
        Upload UploadFileAndSendFileOfferAsync,
        Send SendFileOfferAsync,
        Func<OfferId, MxitCallOptions?, CancellationToken, Task<FileOffer>> GetSentFileOfferAsync);
}
