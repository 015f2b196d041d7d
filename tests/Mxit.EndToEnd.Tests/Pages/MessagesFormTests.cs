using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mxit.Platform;
using Mxit.Platform.Accounts;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Messages;

namespace Mxit.EndToEnd.Tests.Pages;

/// <summary>The messages page by plain HTTP: what it refuses, and what it does once only.</summary>
public sealed class MessagesFormTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Dave = "m10000000004";

    [Theory]
    [InlineData("/", "/messages")]
    [InlineData("/messages", "/sign-in?returnUrl=%2Fmessages")]
    [InlineData("/messages/m10000000001?before=5", "/sign-in?returnUrl=%2Fmessages%2Fm10000000001")]
    [InlineData("/messages/nobody", "/sign-in?returnUrl=%2Fmessages%2Fnobody")]
    public async Task Who_is_not_signed_in_is_asked_to(string path, string location)
    {
        var server = shared.Inner;
        using var stranger = new Visitor(server.Inner.Address);

        var answer = await stranger.GetAsync(path);

        Assert.Equal((302, location), (answer.Status, answer.Header("Location")));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task The_same_form_posted_again_sends_once_and_another_text_is_another_message(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        using var bob = await Visitor.SignInAsync(server, "bob");
        var form = await bob.FillAsync(Alice, "once");

        var answers = await Task.WhenAll(bob.PostAsync($"/messages/{Alice}", form), bob.PostAsync($"/messages/{Alice}", form));
        var later = await bob.PostAsync($"/messages/{Alice}", form);
        form["text"] = "changed";
        var changed = await bob.PostAsync($"/messages/{Alice}", form);

        Assert.All([.. answers, later, changed], answer =>
            Assert.Equal((303, $"/messages/{Alice}#answer"), (answer.Status, answer.Header("Location"))));
        Assert.Equal(["once", "changed"], await server.TextsAsync("alice", 2));
    }

    [Fact]
    public async Task What_was_sent_is_on_the_page_that_follows()
    {
        await using var server = await Server.StartAsync();
        using var bob = await Visitor.SignInAsync(server, "bob");
        for (var n = 1; n <= 10; n++)
        {
            await bob.PostAsync($"/messages/{Alice}", await bob.FillAsync(Alice, $"text-{n}"));
            Assert.Contains($"text-{n}<", (await bob.GetAsync($"/messages/{Alice}")).Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_form_that_is_not_ours_sends_nothing()
    {
        await using var server = await Server.StartAsync();
        using var bob = await Visitor.SignInAsync(server, "bob");
        using var dave = await Visitor.SignInAsync(server, "dave");
        var form = await bob.FillAsync(Alice, "kept & shown");
        var foreign = await dave.FillAsync(Alice, "kept & shown");

        var wrong = await bob.PostAsync($"/messages/{Alice}", foreign);
        form.Remove("__RequestVerificationToken");
        var without = await bob.PostAsync($"/messages/{Alice}", form);

        Assert.All([wrong, without], answer =>
        {
            Assert.Equal(400, answer.Status);
            Assert.Contains(">kept &amp; shown</textarea>", answer.Body, StringComparison.Ordinal);
        });
        Assert.Empty(await server.TextsAsync("alice", 0));
    }

    [Theory]
    [InlineData("", "type a message")]
    [InlineData(" \r\n \t ", "type a message")]
    [InlineData("too long", "it has 10001 characters")]
    [InlineData("a\0b", "could not be read")]
    public async Task A_text_that_cannot_be_sent_comes_back_with_the_reason(string text, string reason)
    {
        await using var server = await Server.StartAsync();
        using var bob = await Visitor.SignInAsync(server, "bob");
        text = text == "too long" ? new string('x', 10_001) : text;

        var answer = await bob.PostAsync($"/messages/{Alice}", await bob.FillAsync(Alice, text));

        Assert.Equal(400, answer.Status);
        Assert.Contains(reason, answer.Body, StringComparison.Ordinal);
        Assert.Empty(await server.TextsAsync("alice", 0));
    }

    [Fact]
    public async Task Too_much_at_a_time_is_said_and_the_text_is_kept()
    {
        await using var server = await Server.StartAsync(
            configure: options => options.ConfigureServices = services => services.AddSingleton(provider => new MessageService(
                FullQueue(),
                provider.GetRequiredService<PersonDirectory>(),
                provider.GetRequiredService<IdempotencyService>(),
                provider.GetRequiredService<IOptions<MessageSettings>>(),
                provider.GetRequiredService<Ids>(),
                provider.GetRequiredService<TimeProvider>())));
        using var bob = await Visitor.SignInAsync(server, "bob");
        var form = await bob.FillAsync(Alice, "kept");

        var answer = await bob.PostAsync($"/messages/{Alice}", form);

        Assert.Equal(503, answer.Status);
        Assert.Contains("in a few seconds", answer.Body, StringComparison.Ordinal);
        Assert.Contains(">kept</textarea>", answer.Body, StringComparison.Ordinal);
        Assert.Contains(form["key"], answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("m99999999999")]
    [InlineData(Dave)]
    [InlineData("m10000000003")]
    [InlineData("strict-demo")]
    [InlineData("%F0%9F%98%80")]
    [InlineData("..%2Fsign-in")]
    [InlineData("a%00b")]
    [InlineData("%ff")]
    public async Task There_is_no_conversation_with_strangers_or_with_oneself(string peer)
    {
        var server = shared.Inner;
        using var carol = await Visitor.SignInAsync(server, "carol");
        var form = await carol.FillAsync(Alice, "hello");

        var answer = await carol.GetAsync($"/messages/{peer}");
        var posted = await carol.PostAsync($"/messages/{peer}", form);

        Assert.Contains(answer.Status, new[] { 400, 404 });
        Assert.Equal(answer.Status, posted.Status);
        Assert.Empty(await server.TextsAsync("dave", 0));
    }

    [Fact]
    public async Task An_app_cannot_be_answered()
    {
        await using var server = await Server.StartAsync();
        using var bob = await Visitor.SignInAsync(server, "bob");
        var form = await bob.FillAsync(Alice, "hello");

        var page = await bob.GetAsync("/messages/demo");
        var posted = await bob.PostAsync("/messages/demo", form);

        Assert.Equal((200, 404), (page.Status, posted.Status));
        Assert.DoesNotContain("<textarea", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_sees_what_others_wrote_to_each_other()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        await alice.Messenger.SendMessageAsync(Bob, "for Bob only");
        await server.TextsAsync("bob", 1);
        using var dave = await Visitor.SignInAsync(server, "dave");

        foreach (var path in (string[])["/messages", $"/messages/{Bob}", $"/messages/{Alice}"])
        {
            var page = await dave.GetAsync(path);
            Assert.Equal(200, page.Status);
            Assert.DoesNotContain("for Bob only", page.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_somebody_wrote_who_left_can_still_be_read()
    {
        await using var server = await Server.StartAsync();
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice");
        await alice.Messenger.SendMessageAsync(Bob, "goodbye");
        await server.TextsAsync("bob", 1);
        using var bob = await Visitor.SignInAsync(server, "bob");
        var form = await bob.FillAsync(Alice, "wait");
        await server.Get<AccountService>().RemoveAsync(Alice, default);

        var page = await bob.GetAsync($"/messages/{Alice}");
        var posted = await bob.PostAsync($"/messages/{Alice}", form);

        Assert.Equal((200, 404), (page.Status, posted.Status));
        Assert.Contains("goodbye", page.Body, StringComparison.Ordinal);
        Assert.Contains("Somebody who left", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<textarea", page.Body, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, byte[]> OddBodies => new()
    {
        { "", "application/x-www-form-urlencoded", [] },
        { "no type", "", "text=x"u8.ToArray() },
        { "json", "application/json", "{}"u8.ToArray() },
        { "no boundary", "multipart/form-data", "text"u8.ToArray() },
        { "cut off", "multipart/form-data; boundary=b",
            "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nx"u8.ToArray() },
        { "charset", "application/x-www-form-urlencoded; charset=utf-7", "text=%2B&&=&=%"u8.ToArray() },
        { "no such charset", "application/x-www-form-urlencoded; charset=what", "text=%ff%fe"u8.ToArray() },
        { "many fields", "application/x-www-form-urlencoded", Encoding.ASCII.GetBytes(
            string.Concat(Enumerable.Repeat("a=b&", 2_000))) },
        { "long name", "application/x-www-form-urlencoded", Encoding.ASCII.GetBytes(new string('a', 5_000) + "=b") },
        { "far too long", "application/x-www-form-urlencoded", Encoding.ASCII.GetBytes("text=" + new string('a', 1_100_000)) },
        { "bytes", "application/x-www-form-urlencoded", [0, 255, 254, 61, 0, 128, 38] },
    };

    [Theory, MemberData(nameof(OddBodies))]
    public async Task Odd_bodies_are_the_senders_fault(string what, string contentType, byte[] body)
    {
        var server = shared.Inner;
        using var bob = await Visitor.SignInAsync(server, "bob");
        using var content = new ByteArrayContent(body);
        if (contentType.Length > 0)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        var answer = await bob.PostAsync($"/messages/{Alice}", content);

        Assert.True(answer.Status is 400 or 413, $"{what}: {answer.Status}");
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/sign-out")]
    [InlineData("/authorize")]
    [InlineData("/token")]
    public async Task Forms_in_a_character_set_that_is_not_supported_are_the_senders_fault(string path)
    {
        var server = shared.Inner;

        var answer = await server.PostAsync(path, null, "username=alice", "application/x-www-form-urlencoded; charset=utf-7");

        Assert.Equal(400, answer.Status);
    }

    [Theory]
    [InlineData("before=")]
    [InlineData("before=x")]
    [InlineData("before=-1")]
    [InlineData("before=0")]
    [InlineData("before=1&before=2")]
    [InlineData("before=99999999999999999999")]
    [InlineData("before=%00")]
    public async Task Odd_cursors_show_a_page_all_the_same(string query)
    {
        var server = shared.Inner;
        using var bob = await Visitor.SignInAsync(server, "bob");

        Assert.Equal(200, (await bob.GetAsync($"/messages/{Alice}?{query}")).Status);
    }

    [Fact]
    public async Task Only_pages_with_a_script_allow_one_and_only_ours()
    {
        await using var server = await Server.StartAsync();
        using var bob = await Visitor.SignInAsync(server, "bob");

        var messages = await bob.GetAsync("/messages");
        var signIn = await bob.GetAsync("/sign-in");

        var policy = messages.Header("Content-Security-Policy")!;
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self'; connect-src 'self'; form-action 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("no-store", messages.Header("Cache-Control")!, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", signIn.Header("Content-Security-Policy")!, StringComparison.Ordinal);
    }

    private static MessageQueue FullQueue() => new(Options.Create(new MessageSettings { MaxUndispatched = -1 }));
}
