using Mxit.Platform.Tests.Kit;

namespace Mxit.Platform.Tests.Authorization;

/// <summary>Who guesses passwords is slowed down, and locks nobody out (O-49).</summary>
public sealed class ThrottleTests
{
    private const string TooMany = "Too many";
    private const string Wrong = "wrong";

    // The tests play the proxy, so that each of their requests can come from where they like.
    private const string Proxied = "--Mxit:Server:TrustedProxies=127.0.0.1";

    [Fact]
    public async Task O_49_guessing_is_slowed_down_and_ends_with_the_minute()
    {
        await using var server = await CustomServer.StartAsync();
        using var program = server.OpenBrowser();
        await GuessAsync(program, "carol", 10);

        var slowed = await SignInAsync(program, "carol", "carol-password");
        Assert.Equal(400, slowed.Status);
        Assert.Contains(TooMany, slowed.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await SignInAsync(program, "bob", "bob-password")).Status);

        server.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(200, (await SignInAsync(program, "carol", "carol-password")).Status);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("nobody")]
    [InlineData("a-login-that-is-far-longer-than-any-that-a-person-may-ever-have-had")]
    public async Task O_49_guesses_at_the_same_time_are_counted_before_they_are_checked(string login)
    {
        await using var server = await CustomServer.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(async guess =>
        {
            using var program = server.OpenBrowser();
            return (await SignInAsync(program, login, $"guess-{guess}")).Body;
        }));

        Assert.Equal(
            10, answers.Count(
                answer =>
                    answer.Contains(Wrong, StringComparison.Ordinal) && !answer.Contains(TooMany, StringComparison.Ordinal)));
        Assert.Equal(20, answers.Count(answer => answer.Contains(TooMany, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Right_passwords_at_the_same_time_are_all_taken()
    {
        await using var server = await CustomServer.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
        {
            using var program = server.OpenBrowser();
            return (await SignInAsync(program, "alice", "alice-password")).Status;
        }));

        Assert.All(answers, status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task O_49_all_ways_in_share_one_count()
    {
        await using var server = await CustomServer.StartAsync();
        using var browser = server.OpenBrowser();
        var page = await browser.GetAsync("/sign-in");
        var consent = await browser.GetAsync(OAuthFlow.AuthorizePath("http://example.org/", "openid"));
        await GuessAsync(browser, "alice", 4);
        for (var guess = 0; guess < 3; guess++)
        {
            Assert.Contains(Wrong, (await browser.SubmitAsync(page, "Alice", $"guess-{guess}")).Body, StringComparison.Ordinal);
            Assert.Contains(
                Wrong, (await browser.SubmitAsync(consent, " alice ", $"guess-{guess}")).Body, StringComparison.Ordinal);
        }

        var slowed = await browser.SubmitAsync(page, "alice", "alice-password");
        Assert.Equal(429, slowed.Status);
        Assert.Equal("60", slowed.Header("Retry-After"));
        Assert.Contains(TooMany, slowed.Body, StringComparison.Ordinal);
        Assert.Equal(429, (await browser.SubmitAsync(consent, "ALICE", "alice-password")).Status);
        Assert.Contains(TooMany, (await SignInAsync(browser, "alice", "alice-password")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff")]
    [InlineData("203.0.113.1", "::ffff:203.0.113.1")]
    [InlineData("::ffff:203.0.113.1", "203.0.113.1")]
    [InlineData("[2001:db8:1:2::1]:443", "2001:db8:1:2::9")]
    public async Task O_49_one_network_of_64_bits_and_one_mapped_address_count_as_one(string first, string second)
    {
        await using var server = await CustomServer.StartAsync(Proxied);
        using var program = server.OpenBrowser();
        await GuessAsync(From(program, first), "carol", 10);
        Assert.Contains(TooMany, (await SignInAsync(From(program, second), "carol", "guess")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1")]
    [InlineData("203.0.113.1", "203.0.113.2")]
    [InlineData("::ffff:203.0.113.1", "::ffff:203.0.113.2")]
    public async Task O_49_other_networks_count_apart(string first, string second)
    {
        await using var server = await CustomServer.StartAsync(Proxied);
        using var program = server.OpenBrowser();
        await GuessAsync(From(program, first), "carol", 10);
        Assert.Equal(200, (await SignInAsync(From(program, second), "carol", "carol-password")).Status);
    }

    [Fact]
    public async Task O_49_guesses_from_elsewhere_lock_nobody_out_of_a_browser_that_was_signed_in_before()
    {
        await using var server = await CustomServer.StartAsync(Proxied, "--Mxit:SignIn:FailuresPerLogin=20");
        using var browser = await server.OpenSignedInAsync("alice");
        await browser.SignOutAsync();
        using var attacker = server.OpenBrowser();
        await GuessFromManyAsync(attacker, "alice", 20);

        // Whoever is new at this login waits; the browser is known, wherever it is now.
        using var stranger = server.OpenBrowser();
        Assert.Equal(429, (await From(stranger, "198.51.100.7").SignInAsync("alice")).Status);
        Assert.Equal(303, (await From(browser, "198.51.100.8").SignInAsync("alice")).Status);
        await browser.SignOutAsync();
        var consent = await browser.GetAsync(OAuthFlow.AuthorizePath("http://example.org/", "openid"));
        Assert.Equal(302, (await browser.SubmitAsync(consent, "alice", "alice-password")).Status);
    }

    [Fact]
    public async Task O_49_a_known_browser_knows_each_of_its_people()
    {
        await using var server = await CustomServer.StartAsync(Proxied, "--Mxit:SignIn:FailuresPerLogin=20");
        using var browser = await server.OpenSignedInAsync("alice");
        await browser.SignOutAsync();
        Assert.Equal(303, (await browser.SignInAsync("bob")).Status);
        await browser.SignOutAsync();
        using var attacker = server.OpenBrowser();
        await GuessFromManyAsync(attacker, "alice", 20);
        await GuessFromManyAsync(attacker, "bob", 20);

        Assert.Equal(303, (await From(browser, "198.51.100.8").SignInAsync("alice")).Status);
        await browser.SignOutAsync();
        Assert.Equal(303, (await From(browser, "198.51.100.9").SignInAsync("bob")).Status);
    }

    [Fact]
    public async Task O_49_the_cookie_of_another_person_opens_nothing()
    {
        await using var server = await CustomServer.StartAsync(Proxied, "--Mxit:SignIn:FailuresPerLogin=20");
        using var attacker = await server.OpenSignedInAsync("bob");
        await attacker.SignOutAsync();
        await GuessFromManyAsync(attacker, "alice", 20);
        Assert.Equal(429, (await From(attacker, "198.51.100.9").SignInAsync("alice")).Status);

        // Nor does one that was made up, or spoiled.
        var device = attacker.Cookies.Keys.Single(name => name.Contains("device", StringComparison.Ordinal));
        foreach (var value in new[] { "x", "alice", attacker.Cookies[device][..^2] + "xx", new string('A', 4_000) })
        {
            attacker.Cookies[device] = value;
            Assert.Equal(429, (await attacker.SignInAsync("alice")).Status);
        }
    }

    [Fact]
    public async Task O_49_a_stolen_cookie_has_a_few_guesses_of_its_own()
    {
        await using var server = await CustomServer.StartAsync(Proxied);
        using var browser = await server.OpenSignedInAsync("alice");
        await browser.SignOutAsync();
        using var thief = server.CopyOf(browser);
        var page = await thief.GetAsync("/sign-in");
        for (var guess = 0; guess < 10; guess++)
        {
            var answer = await From(thief, $"203.0.113.{guess}").SubmitAsync(page, "alice", "guess");
            Assert.Contains(Wrong, answer.Body, StringComparison.Ordinal);
        }

        Assert.Equal(429, (await From(thief, "203.0.113.99").SubmitAsync(page, "alice", "alice-password")).Status);
    }

    [Fact]
    public async Task O_49_guesses_from_elsewhere_lock_nobody_out_of_an_address_that_succeeded_before()
    {
        await using var server = await CustomServer.StartAsync(Proxied, "--Mxit:SignIn:FailuresPerLogin=20");
        using var program = server.OpenBrowser();
        Assert.Equal(200, (await SignInAsync(From(program, "192.0.2.1"), "alice", "alice-password")).Status);
        Assert.Equal(200, (await SignInAsync(From(program, "2001:db8:1:2::1"), "alice", "alice-password")).Status);
        using var attacker = server.OpenBrowser();
        await GuessFromManyAsync(attacker, "alice", 20);

        Assert.Contains(
            TooMany, (await SignInAsync(From(program, "192.0.2.2"), "alice", "alice-password")).Body, StringComparison.Ordinal);
        Assert.Equal(200, (await SignInAsync(From(program, "192.0.2.1"), "alice", "alice-password")).Status);
        Assert.Equal(200, (await SignInAsync(From(program, "2001:db8:1:2::77"), "alice", "alice-password")).Status);
    }

    [Fact]
    public async Task O_49_who_guesses_behind_the_same_address_locks_out_only_who_is_new_there()
    {
        await using var server = await CustomServer.StartAsync(Proxied);
        using var regular = server.OpenBrowser();
        Assert.Equal(303, (await From(regular, "192.0.2.1").SignInAsync("alice")).Status);
        regular.Cookies.Clear();
        using var attacker = From(server.OpenBrowser(), "192.0.2.1");
        for (var login = 0; login < 10; login++)
        {
            await GuessAsync(attacker, $"guessed-{login}", 10);
        }

        Assert.Contains(TooMany, (await SignInAsync(attacker, "bob", "bob-password")).Body, StringComparison.Ordinal);
        Assert.Equal(303, (await regular.SignInAsync("alice")).Status);
    }

    [Fact]
    public async Task O_49_secrets_of_apps_are_not_guessed_for_ever_and_the_app_goes_on()
    {
        await using var server = await CustomServer.StartAsync(Proxied);
        using var attacker = From(server.OpenBrowser(), "203.0.113.1");
        using var app = From(server.OpenBrowser(), "192.0.2.1");
        const string Body = "grant_type=client_credentials&scope=profile/public";
        Assert.Equal(200, (await app.PostAsync("/token", Body, OAuthFlow.Basic)).Status);
        for (var guess = 0; guess < 100; guess++)
        {
            var answer = await attacker.PostAsync("/token", Body, OAuthFlow.BasicOf(OAuthFlow.ClientId, $"guess-{guess}"));
            Assert.Equal(401, answer.Status);
        }

        var slowed = await attacker.PostAsync("/token", Body, OAuthFlow.Basic);
        Assert.Equal(429, slowed.Status);
        Assert.NotNull(slowed.Header("Retry-After"));
        Assert.Equal(200, (await app.PostAsync("/token", Body, OAuthFlow.Basic)).Status);
        Assert.Equal(200, (await attacker.PostAsync("/token", Body, OAuthFlow.StrictBasic)).Status);

        // From where the app itself comes nobody can stop it.
        From(attacker, "192.0.2.1");
        for (var guess = 0; guess < 101; guess++)
        {
            await attacker.PostAsync("/token", Body, OAuthFlow.BasicOf(OAuthFlow.ClientId, $"guess-{guess}"));
        }

        Assert.Equal(200, (await app.PostAsync("/token", Body, OAuthFlow.Basic)).Status);
    }

    internal static Browser From(Browser browser, string address)
    {
        browser.Headers["X-Forwarded-For"] = address;
        return browser;
    }

    internal static Task<Answer> SignInAsync(Browser program, string login, string password) => program.PostAsync(
        "/token",
        $"grant_type=password&scope=openid&username={Uri.EscapeDataString(login)}&password={Uri.EscapeDataString(password)}",
        OAuthFlow.Basic);

    private static async Task GuessAsync(Browser program, string login, int guesses)
    {
        for (var guess = 0; guess < guesses; guess++)
        {
            var answer = await SignInAsync(program, login, $"guess-{guess}");
            Assert.Contains(Wrong, answer.Text("error_description"), StringComparison.Ordinal);
            Assert.DoesNotContain(TooMany, answer.Text("error_description"), StringComparison.Ordinal);
        }
    }

    private static async Task GuessFromManyAsync(Browser attacker, string login, int guesses)
    {
        for (var guess = 0; guess < guesses; guess++)
        {
            await GuessAsync(From(attacker, $"203.0.113.{guess}"), login, 1);
        }
    }
}
