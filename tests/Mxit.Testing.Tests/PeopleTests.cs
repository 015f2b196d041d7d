using System.Net;

namespace Mxit.Testing.Tests;

public sealed class PeopleTests(SharedTestServer shared) : IClassFixture<SharedTestServer>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private MxitTestServer Server => shared.Server;

    [Fact]
    public async Task A_person_reads_what_an_app_sends()
    {
        var thandi = await Server.AddPersonAsync("thandi", "Thandi", Stop);
        var app = await Server.AddAppAsync("weather-1", cancellationToken: Stop);
        await Server.AddContactAsync(thandi, app, Stop);
        using var mxit = Server.ClientFor(app);

        await mxit.Messaging.SendMessageAsync(app.ServiceName, [thandi.UserId], "Sunny", cancellationToken: Stop);

        var message = await thandi.WaitForMessageAsync(message => message.Peer == app.ServiceName, cancellationToken: Stop);
        Assert.Equal("Sunny", message.Body);
    }

    [Fact]
    public async Task A_person_answers_another()
    {
        var lerato = await Server.AddPersonAsync("lerato", cancellationToken: Stop);
        var naledi = await Server.AddPersonAsync("naledi", cancellationToken: Stop);
        await Server.AddContactAsync(lerato, naledi, Stop);

        await lerato.SendAsync(naledi.UserId, "Where are you?", Stop);
        await naledi.AnswerAsync(await naledi.WaitForMessageAsync(cancellationToken: Stop), "In Durban", Stop);
        _ = await lerato.WaitForMessageAsync(message => message.Body == "In Durban", cancellationToken: Stop);

        Assert.Equal(["Where are you?", "In Durban"], (await naledi.ReadInboxAsync(Stop)).Select(message => message.Body));
    }

    [Fact]
    public async Task A_message_that_does_not_arrive_is_told_with_what_did()
    {
        var sipho = await Server.AddPersonAsync("sipho", cancellationToken: Stop);

        var error = await Assert.ThrowsAsync<TimeoutException>(
            () => sipho.WaitForMessageAsync(timeout: TimeSpan.Zero, cancellationToken: Stop));

        Assert.Contains("sipho", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_offline_gets_only_what_is_kept()
    {
        var one = await Server.AddPersonAsync("one", cancellationToken: Stop);
        var app = await Server.AddAppAsync("spool-1", cancellationToken: Stop);
        await Server.AddContactAsync(one, app, Stop);
        using var mxit = Server.ClientFor(app);

        await one.GoOnlineAsync(Stop);
        await SendAsync("online");
        _ = await one.WaitForMessageAsync(cancellationToken: Stop);
        await one.GoOfflineAsync(Stop);
        await SendAsync("offline");
        await mxit.Messaging.SendMessageAsync(app.ServiceName, [one.UserId], "kept", cancellationToken: Stop);
        _ = await one.WaitForMessageAsync(message => message.Body == "kept", cancellationToken: Stop);

        Assert.Equal(["online", "kept"], (await one.ReadInboxAsync(Stop)).Select(message => message.Body));

        Task SendAsync(string text) => mxit.Messaging.SendMessageAsync(
            new OutgoingMessage { From = app.ServiceName, Body = text, Spool = false }, [one.UserId], cancellationToken: Stop);
    }

    [Fact]
    public async Task Who_is_blocked_does_not_get_through()
    {
        var a = await Server.AddPersonAsync("blocker", cancellationToken: Stop);
        var b = await Server.AddPersonAsync("blocked", cancellationToken: Stop);
        await Server.AddContactAsync(a, b, Stop);

        await a.BlockAsync(b.UserId, Stop);

        var error = await Record.ExceptionAsync(() => b.SendAsync(a.UserId, "hello", Stop));
        Assert.True(error is null or MxitException);
        Assert.DoesNotContain(await a.ReadInboxAsync(Stop), message => message.Direction == MessageDirection.Received);
    }

    [Fact]
    public async Task An_offer_is_accepted()
    {
        var giver = await Server.AddPersonAsync("giver", cancellationToken: Stop);
        var taker = await Server.AddPersonAsync("taker", cancellationToken: Stop);
        await Server.AddContactAsync(giver, taker, Stop);
        await giver.Client.Users.UploadFileAndSendFileOfferAsync(
            taker.UserId, new MediaUpload("hello"u8.ToArray(), "note.txt"), cancellationToken: Stop);

        var offer = await taker.AcceptOfferAsync(cancellationToken: Stop);

        Assert.Equal(OfferState.Accepted, offer.State);
    }

    [Fact]
    public async Task Scopes_of_a_sign_in_are_kept()
    {
        var bob = await Server.SignInAsync("bob", [MxitScopes.ProfilePublic], Stop);

        await Assert.ThrowsAnyAsync<MxitException>(
            () => bob.Messenger.SendMessageAsync("m10000000001", "hello", cancellationToken: Stop));
    }

    [Fact]
    public async Task What_cannot_be_added_is_named()
    {
        var person = await Assert.ThrowsAsync<ArgumentException>(() => Server.AddPersonAsync("bob", cancellationToken: Stop));
        var app = await Assert.ThrowsAsync<ArgumentException>(() => Server.AddAppAsync("demo", cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => Server.GetPersonAsync("nobody", Stop));

        Assert.Contains("bob", person.Message, StringComparison.Ordinal);
        Assert.Contains("demo", app.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_may_do_only_what_its_scopes_say()
    {
        var app = await Server.AddAppAsync("narrow", new() { Scopes = [MxitScopes.MessageSend] }, Stop);
        using var mxit = Server.ClientFor(app);

        var error = await Assert.ThrowsAnyAsync<MxitException>(() => mxit.Users.GetUserIdAsync("bob", cancellationToken: Stop));

        Assert.NotNull(error);
        Assert.Equal(HttpStatusCode.BadRequest, Server.Requests.All.Last(request => request.Path == "/token").Status);
    }
}

public sealed class SharedTestServer : IAsyncLifetime
{
    public MxitTestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await MxitTestServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
