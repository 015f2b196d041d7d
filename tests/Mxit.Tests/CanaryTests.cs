using System.Net;
using System.Text;
using System.Text.Json;
using Mxit.Tests.Support;
using Mxit.Wire;

namespace Mxit.Tests;

/// <summary>Secrets, tokens and message texts never show (O-59).</summary>
public class CanaryTests
{
    private const string Text = "canary message text";
    private const string Name = "canary \"naam\" é";

    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void No_record_shows_its_secrets_O_59()
    {
        using var mxit = _server.Client();
        var now = _server.Clock.GetUtcNow();
        var request = mxit.OAuth.CreateAuthorizationRequest(new Uri("https://app.example.com/cb"), ["a"]);
        var offer = new FileOffer
        {
            Id = "o1",
            Peer = "m1",
            Direction = MessageDirection.Received,
            FileName = "canary.png",
            ContentType = "image/png",
            Length = 1,
            OfferedAt = now,
            ExpiresAt = now,
        };
        var message = new MessengerMessage
        {
            Id = "id-1",
            Cursor = Cursors.At(1),
            Peer = "m1",
            Direction = MessageDirection.Received,
            Body = Text,
            SentAt = now,
        };
        object[] shown =
        [
            _server.Options(),
            mxit,
            new AccessToken("canary", now, ["a"]),
            new UserToken("canary", now, ["a"]) { RefreshToken = "canary", IdToken = "canary" },
            mxit.ForUser(new UserToken("canary", now, ["a"]) { RefreshToken = "canary" }),
            OutgoingMessage.FromMarkup(new MxitMarkupBuilder().Text(Text), "a"),
            new WriteMessageBody("m1", Text),
            message,
            new Conversation
            {
                Peer = new ConversationPeer { Id = "m1", Kind = PeerKind.Person, DisplayName = "Bob" },
                Unread = 1,
                Last = message,
            },
            new ProfileUpdate { AboutMe = Text, Email = "canary@example.com" },
            new Optional<string>(Text),
            new Recommendation
            {
                Application = "a", To = "m1", Message = Text, Callback = new Uri("https://app.example.com/?canary"),
            },
            new RecommendBody { Application = "a", Message = Text, CallbackUrl = "https://app.example.com/?canary" },
            new UpdateProfileBody { AboutMe = Text },
            new BasicProfile
            {
                UserId = "m1", DisplayName = Text, StatusMessage = Text, State = new PersonState { StatusMessage = Text },
            },
            new FullProfile { UserId = "m1", Email = "canary@example.com", MobileNumber = "canary" },
            new PersonState { StatusMessage = Text },
            new Contact { UserId = "m1", DisplayName = Text, Group = Text },
            new MessengerContact
            {
                Id = "m1",
                Kind = PeerKind.Person,
                DisplayName = Text,
                Subscription = SubscriptionType.Both,
                Group = Text,
                StatusMessage = Text,
            },
            new MediaUpload(Stream.Null, "canary.png"),
            new MediaDownload(Stream.Null) { FileName = "canary.png" },
            new GalleryFolder { FolderName = "canary" },
            new GalleryItem { FileId = "f1", FileName = "canary.png", FolderName = "canary" },
            offer,
            new Page<FileOffer> { Items = [offer] },
            new AcceptOfferBody("canary"),
            new OutgoingMessage { From = "a", Body = Text },
            new FileOfferReceipt { FileId = "f1", OfferId = "o1", RequestId = "req-1" },
        ];

        Assert.All(shown, one => Assert.DoesNotContain("canary", one.ToString(), StringComparison.Ordinal));
        Assert.DoesNotContain(request.CodeVerifier, request.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(request.State, request.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(request.CodeVerifier, request.Uri.AbsoluteUri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(203)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task No_exception_repeats_what_a_talkative_server_echoes_O_59(int status)
    {
        _server.Api = (request, _) => Task.FromResult(StubServer.Reply(status, Echo(request)));
        _server.Tokens = (_, _) => Task.FromResult(
            StubServer.Reply(
                200, """{"access_token":"canary-access","token_type":"bearer","expires_in":3600,"refresh_token":"canary-refresh"}"""));
        using var mxit = _server.Client();
        var thandi = mxit.ForUser(
            new UserToken("canary-user", _server.Clock.GetUtcNow().AddHours(1), ["a"]) { RefreshToken = "canary-0" });

        Func<Task>[] calls =
        [
            () => mxit.Messaging.SendMessageAsync("a", ["m1"], Text, cancellationToken: Stop),
            () => BroadcastAsync(mxit, status),
            () => mxit.Users.GetUserIdAsync("thandi", null, Stop),
            () => thandi.Messaging.SendUserToUserMessageAsync(["m1"], Text, cancellationToken: Stop),
            () => thandi.Messenger.SendMessageAsync("m1", Text, cancellationToken: Stop),
            () => thandi.GetUserInfoAsync(cancellationToken: Stop),
            () => mxit.Users.GetStatusAsync("thandi", null, Stop),
            () => mxit.Users.GetBasicProfileAsync("m1", null, Stop),
            () => mxit.Users.RecommendAsync(
                new Recommendation
                {
                    Application = "a", To = "m1", Message = Text, From = "m2",
                    Callback = new Uri("https://app.example.com/?k=canary"),
                }, null, Stop),
            () => thandi.Users.GetFullProfileAsync(null, Stop),
            () => thandi.Users.UpdateProfileAsync(
                new ProfileUpdate { AboutMe = Text + " \"quoted\"\n", Email = "canary@example.com", WhereAmI = "canary \\ town" },
                null, Stop),
            () => thandi.Users.SetStatusAsync(Text + " \"quoted\"\t", null, Stop),
            () => thandi.Users.SetAvatarAsync("picture"u8.ToArray(), null, Stop),
            () => thandi.Users.GetContactListAsync(cancellationToken: Stop),
            () => thandi.Messenger.SetContactGroupAsync("m1", Text, cancellationToken: Stop),
            () => mxit.OAuth.RevokeAsync("canary-user", cancellationToken: Stop),
            () => thandi.Users.CreateGalleryFolderAsync(Name, null, Stop),
            () => thandi.Users.RenameGalleryFolderAsync(Name, "new " + Name, null, Stop),
            () => thandi.Users.DeleteGalleryFolderAsync(Name, null, Stop),
            () => thandi.Users.GetGalleryItemListAsync(Name, cancellationToken: Stop),
            () => thandi.Users.ListGalleryItemsAsync(Name, 1, null, Stop).ToListAsync(Stop).AsTask(),
            () => thandi.Users.UploadGalleryFileAsync(Name, new MediaUpload(new byte[1], Name + ".jpg"), cancellationToken: Stop),
            () => thandi.Users.RenameGalleryFileAsync("f1", Name, null, Stop),
            () => thandi.Users.UploadFileAndSendFileOfferAsync("m1", new MediaUpload(new byte[1], Name), cancellationToken: Stop),
            () => mxit.Users.UploadFileAndSendFileOfferAsync("m1", new MediaUpload(new byte[1], Name), cancellationToken: Stop),
            () => thandi.Messenger.AcceptOfferAsync("o1", Name, cancellationToken: Stop),
        ];

        using var listener = new Listener();
        foreach (var call in calls)
        {
            AssertClean(await Record.ExceptionAsync(call));
        }

        AssertUnheard(listener);
    }

    [Fact]
    public async Task No_exception_of_a_transfer_repeats_a_name_O_59()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("canary.txt"), "text", Stop);
        using var mxit = _server.Client();
        var thandi = mxit.ForUser(_server.UserToken()).Users;
        _server.Api = (_, _) => throw new HttpRequestException("cut off", new IOException());
        AssertClean(await Fails.WithAsync(MxitErrorReason.Connection, () => thandi.UploadGalleryFileAsync(
            "canary", MediaUpload.FromFile(folder.File("canary.txt")), cancellationToken: Stop)));
        AssertClean(await Fails.WithAsync(MxitErrorReason.StreamConsumed, () => thandi.UploadGalleryFileAsync(
            "canary",
            new MediaUpload(new OneWayStream(new byte[1]), "canary.txt"),
            options: new MxitCallOptions { MaxRetries = 1 },
            cancellationToken: Stop)));
        AssertClean(
            await Record.ExceptionAsync(
                () => thandi.UploadGalleryFileAsync("canary/canary", new byte[1], cancellationToken: Stop)));
        AssertClean(await Record.ExceptionAsync(() => thandi.CreateGalleryFolderAsync("canary/", null, Stop)));

        _server.Api = (_, _) =>
        {
            var reply = StubServer.Reply(200, "text", ("Repr-Digest", $"sha-256=:{Convert.ToBase64String(new byte[32])}:"));
            Assert.True(reply.Content.Headers.TryAddWithoutValidation("Content-Disposition", "attachment; filename=canary.txt"));
            return Task.FromResult(reply);
        };
        await using var file = await thandi.GetGalleryFileAsync("f1", null, Stop);
        AssertClean(
            await Fails.WithAsync(MxitErrorReason.ContentMismatch, () => file.SaveAsync(folder.File("canary.txt"), Stop)));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(500)]
    public async Task No_exception_of_a_sign_in_repeats_secrets_O_59(int status)
    {
        _server.Tokens = (request, _) => Task.FromResult(StubServer.Reply(status, Echo(request)));
        using var mxit = _server.Client();
        var request = new AuthorizationRequest(
            new Uri("https://auth.mxit.com/authorize"), "state", "canary-verifier", new Uri("https://app.example.com/cb"), ["a"]);

        Func<Task>[] calls =
        [
            () => mxit.OAuth.GetAppTokenAsync(["a"], null, Stop),
            () => mxit.OAuth.SignInWithPasswordAsync("thandi", "canary-password", ["a"], null, Stop),
            () => mxit.OAuth.RefreshAsync("canary-refresh", null, Stop),
            () => mxit.OAuth.ExchangeCodeAsync(request, "canary-code", "state", null, Stop),
        ];

        using var listener = new Listener();
        foreach (var call in calls)
        {
            var failure = await Record.ExceptionAsync(call);
            Assert.IsAssignableFrom<MxitApiException>(failure);
            AssertClean(failure);
        }

        AssertUnheard(listener);
    }

    [Fact]
    public async Task No_forged_callback_is_repeated_O_59()
    {
        using var mxit = _server.Client();
        var request = mxit.OAuth.CreateAuthorizationRequest(new Uri("https://app.example.com/cb"), ["a"]);

        AssertClean(await Record.ExceptionAsync(() => mxit.OAuth.ExchangeCodeAsync(
            request, new Uri("https://app.example.com/cb?code=canary&state=canary"), null, Stop)));
        AssertClean(await Record.ExceptionAsync(() => mxit.OAuth.ExchangeCodeAsync(
            request, new Uri($"https://app.example.com/cb?code=canary&state={request.State}&iss=https://canary"), null, Stop)));
    }

    /// <summary>Everything that came, as plain text, as JSON and decoded.</summary>
    private static string Echo(SentRequest request)
    {
        var credentials = request.Header("Authorization") ?? "";
        var basic = credentials.StartsWith("Basic ", StringComparison.Ordinal)
            ? Encoding.ASCII.GetString(Convert.FromBase64String(credentials["Basic ".Length..]))
            : "";
        return JsonSerializer.Serialize(
            $"{request.Address.AbsoluteUri} " +
            $"{WebUtility.UrlDecode(request.Address.AbsoluteUri.Replace("+", "%2B", StringComparison.Ordinal))} {credentials} " +
            $"{basic} {WebUtility.UrlDecode(request.Body)} {request.Body}",
            JsonSerializerOptions.Web);
    }

    private static async Task BroadcastAsync(MxitClient mxit, int status)
    {
        // A broadcast waits for a server that wants a pause, for as long as it takes.
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var options = new BroadcastOptions { MaxRetries = 0, Progress = new Cancelling(status == 429 ? cancel : null) };
        await foreach (var result in mxit.Messaging.BroadcastAsync(
            new OutgoingMessage { From = "a", Body = Text }, new UserId[] { "m1" }.ToAsyncEnumerable(), options, cancel.Token))
        {
            AssertClean(result.Error);
            Assert.DoesNotContain("canary", result.ToString(), StringComparison.Ordinal);
        }
    }

    private static void AssertUnheard(Listener listener)
    {
        Assert.NotEmpty(listener.Activities);
        Assert.NotEmpty(listener.Measurements);
        Assert.All(listener.Texts, text => Assert.DoesNotContain("canary", text, StringComparison.OrdinalIgnoreCase));
        Assert.All(listener.Texts, text => Assert.DoesNotContain("Y2FuYXJ5", text, StringComparison.Ordinal));
    }

    private static void AssertClean(Exception? failure)
    {
        for (var one = failure; one is not null; one = one.InnerException)
        {
            Assert.DoesNotContain("canary", one.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(
                "canary", $"{(one as MxitApiException)?.ErrorDescription} {(one as MxitApiException)?.Error}",
                StringComparison.Ordinal);
            Assert.DoesNotContain("Y2FuYXJ5", one.ToString(), StringComparison.Ordinal);
        }
    }

    private sealed class Cancelling(CancellationTokenSource? cancel) : IProgress<BroadcastProgress>
    {
        public void Report(BroadcastProgress value) => cancel?.Cancel();
    }
}
