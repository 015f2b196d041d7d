using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;
using Mxit.Platform.Messages;
using Mxit.Platform.Profiles;

namespace Mxit.EndToEnd.Tests;

/// <summary>The User API's part on profiles by plain HTTP. Source: wire document, sections 4 and 11.</summary>
public sealed class ProfileTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Alice = "m10000000001";

    // Section 4.7, without its line breaks.
    private static readonly string DocumentedProfile = """
        {"DisplayName":"Zeus","AvatarId":"a1b2c3","State":{"Availability":1,"IsOnline":true,"LastModified":"\/Date(1385370000000+0200)\/",
        "LastOnline":"\/Date(1385370000000+0200)\/","Mood":4,"StatusMessage":"hi"},"UserId":"m11111111111","AboutMe":"Friendly","Age":23,
        "FirstName":"Joe","Gender":1,"LanguageCode":"en","LastKnownCountryCode":"ZA","LastName":"Soap","NetworkOperatorCode":"65501",
        "RegisteredCountryCode":"ZA","RegistrationDate":"\/Date(1262304000000+0200)\/","StatusMessage":"hi","Title":"Mr",
        "CurrentCultureName":"en-ZA","DateOfBirth":"\/Date(634600800000+0200)\/","Email":"joe@example.com","MobileNumber":"0821234567",
        "RelationshipStatus":2,"WhereAmI":"Cape Town"}
        """.ReplaceLineEndings("");

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task The_documented_person_is_answered_byte_for_byte(MxitTestDatabase provider)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1385370000000));
        await using var server = await Server.StartAsync(provider, options => options.TimeProvider = clock);
        await AddZeusAsync(server);
        var person = await server.UserTokenAsync("zeus", "profile/private", "profile/public");
        using var stream = server.Get<MessageNews>().Listen("m11111111111");

        var full = await server.GetAsync("/user/profile", person);
        var basic = await server.GetAsync("/user/profile/m11111111111", await server.AppTokenAsync("profile/public"));

        Assert.Equal((200, DocumentedProfile), (full.Status, full.Body));
        Assert.Equal(
            (200, DocumentedProfile[..DocumentedProfile.IndexOf(",\"CurrentCultureName", StringComparison.Ordinal)] + "}"),
            (basic.Status, basic.Body));
        Assert.Equal("application/json; charset=utf-8", basic.Header("Content-Type"));
        Assert.Equal(basic.Body, (await server.GetAsync("/USER/Profile/m11111111111/?mimeType=x", person)).Body);
        Assert.Equal(full.Body, (await server.GetAsync("/user/profile/", person)).Body);
        Assert.Equal("\"hi\"", (await server.GetAsync("/user/public/statusmessage/zeus", null)).Body);
        Assert.Equal("\"Zeus\"", (await server.GetAsync("/user/public/displayname/ZEUS", null)).Body);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task A_profile_is_changed_by_its_owner_and_seen_at_once_by_all(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var person = await server.UserTokenAsync("alice", "profile/write", "profile/private", "status/write", "profile/public");
        var app = await server.AppTokenAsync("profile/public");

        // As python-mxit and mxit-api-php send them.
        var update = await server.PutAsync(
            "/user/profile/", person,
            """{"AboutMe":"😀 Ünïcode","DisplayName":"Ally","Gender":"1","LastName":null,"InternalReference":"x"}""");
        var status = await server.PutAsync(
            "/user/statusmessage", person, "\"Molo \\ud83d\\ude00 wêreld \\\"x\\\"\"", "text/plain");

        Assert.Equal((200, ""), (update.Status, update.Body));
        Assert.Equal((200, "", null), (status.Status, status.Body, status.Header("Content-Type")));
        var basic = Json(await server.GetAsync($"/user/profile/{Alice}", app));
        Assert.Equal(
            ("😀 Ünïcode", "Ally", 1, "Mokoena"),
            (Text(basic, "AboutMe"), Text(basic, "DisplayName"), basic.GetProperty("Gender").GetInt32(),
                Text(basic, "LastName")));
        Assert.Equal("Molo 😀 wêreld \"x\"", Text(basic, "StatusMessage"));
        Assert.Equal("Molo 😀 wêreld \"x\"", Text(basic.GetProperty("State"), "StatusMessage"));
        var shown = "\"Molo 😀 wêreld \\\"x\\\"\"";
        Assert.Equal(shown, (await server.GetAsync("/user/statusmessage", person)).Body);
        Assert.Equal(shown, (await server.GetAsync("/user/public/statusmessage/Alice", null)).Body);
        Assert.Equal("\"Ally\"", (await server.GetAsync($"/user/public/displayname/{Alice}/", app)).Body);

        Assert.Equal(200, (await server.PutAsync("/user/statusmessage", person, "\"\"")).Status);
        Assert.Equal("\"\"", (await server.GetAsync("/user/public/statusmessage/alice", null)).Body);
        Assert.Equal(200, (await server.PutAsync("/user/profile", person, "{}")).Status);
    }

    [Theory]
    [InlineData("/user/profile", """{"DisplayName":""}""", "DisplayName is empty; a name of 1 to 100 characters is needed.")]
    [InlineData("/user/profile", """{"Gender":7,"Email":"x"}""", "Email is not an e-mail address; one such as joe@example.com " +
        "is needed. Gender is 7; 0 (female) or 1 (male) is needed.")]
    [InlineData("/user/profile", """{"RelationshipStatus":10}""", "RelationshipStatus is 10")]
    [InlineData("/user/profile", """{"Gender":"male"}""", "$.Gender")]
    [InlineData("/user/profile", """{"FirstName":5}""", "$.FirstName")]
    [InlineData("/user/profile", """{"FirstName":"\ud800"}""", "$.FirstName")]
    [InlineData("/user/profile", "null", "a JSON object was expected")]
    [InlineData("/user/profile", "", "The body is not the JSON that was expected, a JSON object")]
    [InlineData("/user/statusmessage", "hello", "The body is not the JSON that was expected, a JSON string such as \\\"Hi\\\"")]
    [InlineData("/user/statusmessage", "{}", "a JSON string such as")]
    [InlineData("/user/statusmessage", "null", "a JSON string such as")]
    [InlineData("/user/statusmessage", "\"a\\u0000b\"", "The body holds a NUL character")]
    [InlineData("/messenger/state", """{"mood":16}""", "The mood is 16")]
    [InlineData("/messenger/state", """{"availability":4}""", "The availability is 4; 0 (connected), 1 (ready to chat), 2 " +
        "(busy) or 3 (reachable) is needed.")]
    [InlineData("/messenger/state", """{"mood":"happy"}""", "$.mood")]
    [InlineData("/messenger/profile", """{"MobileNumber":"x"}""", "MobileNumber is not")]
    public async Task What_is_wrong_is_told_and_nothing_is_written(string path, string body, string expected)
    {
        var server = shared.Inner;
        var person = await server.UserTokenAsync("alice", "profile/write", "profile/private", "status/write", "messenger");
        var before = (await server.GetAsync("/user/profile", person)).Body;

        var answer = await server.PutAsync(path, person, body);

        Assert.Equal(400, answer.Status);
        Assert.StartsWith("\"", answer.Body, StringComparison.Ordinal);
        Assert.Contains(expected, answer.Body, StringComparison.Ordinal);
        Assert.Equal(before, (await server.GetAsync("/user/profile", person)).Body);
    }

    [Fact]
    public async Task A_status_message_has_250_characters_at_most_and_a_body_64_KiB()
    {
        await using var server = await Server.StartAsync();
        var person = await server.UserTokenAsync("alice", "status/write");
        Assert.Equal(200, (await server.PutAsync("/user/statusmessage", person, $"\"{new string('x', 250)}\"")).Status);
        var tooLong = await server.PutAsync("/user/statusmessage", person, $"\"{new string('x', 251)}\"");
        Assert.Equal(
            (400, "\"The status message has 251 characters; at most 250 are allowed.\""), (tooLong.Status, tooLong.Body));
        Assert.Equal(413, (await server.PutAsync("/user/statusmessage", person, $"\"{new string('x', 65_536)}\"")).Status);
    }

    [Theory]
    [InlineData("/user/public/statusmessage/nobody")]
    [InlineData("/user/public/displayname/m99999999999")]
    [InlineData("/user/public/displayname/x%20y")]
    [InlineData("/user/profile/m99999999999")]
    [InlineData("/user/profile/alice")]
    [InlineData("/user/lookup/nobody")]
    public async Task Who_is_unknown_is_404_with_a_bare_string(string path)
    {
        var server = shared.Inner;
        var answer = await server.GetAsync(path, await server.AppTokenAsync("profile/public"));
        Assert.Equal(404, answer.Status);
        Assert.StartsWith("\"Unknown user: ", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_needs_no_token_refuses_a_bad_one_and_the_version_ignores_it()
    {
        await using var server = await Server.StartAsync();
        Assert.Equal(200, (await server.GetAsync("/user/public/displayname/alice", null)).Status);
        Assert.Equal(401, (await server.GetAsync("/user/public/displayname/alice", "bad")).Status);
        Assert.Equal(401, (await server.GetAsync("/user/public/statusmessage/alice", new string('0', 32))).Status);
        Assert.Equal(
            200, (await server.GetAsync("/user/public/statusmessage/alice", await server.AppTokenAsync("message/send"))).Status);
        foreach (var path in new[] { "/user/version", "/user/version/" })
        {
            var version = await server.GetAsync(path, "bad");
            Assert.Equal((200, "\"1.0.0.0\""), (version.Status, version.Body));
        }
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task A_person_without_an_app_has_the_same_and_shows_a_mood_while_connected(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var person = await server.UserTokenAsync("alice", "messenger", "profile/private");
        Assert.Equal(200, (await server.PutAsync("/messenger/profile", person, """{"Title":"Dr"}""")).Status);
        Assert.Equal(200, (await server.PutAsync("/messenger/state", person, """{"mood":4,"availability":2}""")).Status);

        var offline = Json(await server.GetAsync("/messenger/profile", person));
        using var stream = server.Get<MessageNews>().Listen(Alice);
        var online = Json(await server.GetAsync("/user/profile", person));

        Assert.Equal("Dr", Text(offline, "Title"));
        Assert.Equal((4, false, 4), State(offline));
        Assert.Equal((2, true, 4), State(online));
        Assert.Equal(200, (await server.PutAsync("/messenger/state", person, """{"mood":0}""")).Status);
        Assert.Equal((2, true, 0), State(Json(await server.GetAsync("/messenger/profile", person))));
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task Whether_somebody_is_there_is_for_friends_whom_they_do_not_block(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var (alice, bob) = (
            await server.UserTokenAsync("alice", "messenger", "profile/public"),
            await server.UserTokenAsync("bob", "profile/public"));
        using var stream = server.Get<MessageNews>().Listen(Alice);

        Assert.True(await SeesOnlineAsync(bob));
        Assert.Equal(200, (await server.PostAsync("/messenger/contacts/bob/block", alice, "")).Status);
        Assert.False(await SeesOnlineAsync(bob));
        Assert.True(await SeesOnlineAsync(alice));
        Assert.True(await SeesOnlineAsync(await server.AppTokenAsync("profile/public")));
        Assert.False(await IsOnlineAsync("m10000000004", await server.UserTokenAsync("carol", "profile/public")));

        using var daves = server.Get<MessageNews>().Listen("m10000000004");
        Assert.False(await IsOnlineAsync("m10000000004", await server.UserTokenAsync("carol", "profile/public")));
        Assert.True(await IsOnlineAsync("M10000000004", bob));

        Task<bool> SeesOnlineAsync(string token) => IsOnlineAsync(Alice, token);

        async Task<bool> IsOnlineAsync(string userId, string token) =>
            JsonDocument.Parse((await server.GetAsync($"/user/profile/{userId}", token)).Body)
                .RootElement.GetProperty("State").GetProperty("IsOnline").GetBoolean();
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task Reading_somebody_costs_one_statement_and_then_none(MxitTestDatabase provider)
    {
        // The clock stands, so that nothing in the background asks the database anything.
        var counter = new StatementCounter();
        await using var server = await Server.StartAsync(provider, options =>
        {
            options.TimeProvider = new FakeTimeProvider(DateTimeOffset.UtcNow);
            options.ConfigureServices = services =>
                services.ConfigureDbContext<MxitDbContext>(database => database.AddInterceptors(counter));
        });
        var app = await server.AppTokenAsync("profile/public");
        Assert.Equal(200, (await server.GetAsync("/user/lookup/bob", app)).Status);
        var before = counter.Count;

        Assert.Equal(200, (await server.GetAsync($"/user/profile/{Alice}", app)).Status);
        Assert.Equal(before + 1, counter.Count);
        for (var read = 0; read < 100; read++)
        {
            Assert.Equal(200, (await server.GetAsync($"/user/profile/{Alice}", app)).Status);
        }

        Assert.Equal(before + 1, counter.Count);
        foreach (var path in new[]
        {
            "/user/lookup/alice", "/user/lookup/ALICE", "/user/public/statusmessage/alice", "/user/public/displayname/alice",
        })
        {
            Assert.Equal(200, (await server.GetAsync(path, app)).Status);
        }

        // Which login is Alice's had to be asked for once.
        Assert.Equal(before + 2, counter.Count);
    }

    [Fact]
    public async Task What_a_developer_changed_on_the_seeded_people_stays_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("mxit-test-").FullName;
        try
        {
            void Configure(Testing.MxitTestServerOptions options) =>
                options.ConnectionString = $"Data Source={Path.Combine(folder, "mxit.db")}";
            await using (var server = await Server.StartAsync(configure: Configure))
            {
                Assert.Equal("\"Studying for exams\"", (await server.GetAsync("/user/public/statusmessage/alice", null)).Body);
                var person = await server.UserTokenAsync("alice", "status/write");
                Assert.Equal(200, (await server.PutAsync("/user/statusmessage", person, "\"Done\"")).Status);
            }

            await using var again = await Server.StartAsync(configure: Configure);
            Assert.Equal("\"Done\"", (await again.GetAsync("/user/public/statusmessage/alice", null)).Body);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task AddZeusAsync(Server server)
    {
        var accounts = server.Get<AccountService>();
        var made = (await accounts.CreateAsync("maker", "zeus-password", null, default)).Value!;
        await using var context = await server.Get<IDbContextFactory<MxitDbContext>>().CreateDbContextAsync();
        var hash = (await context.Set<Account>().SingleAsync(row => row.UserId == made.UserId)).PasswordHash;
        context.Add(new ReservedName { NormalizedName = "zeus", OwnerId = "m11111111111" });
        context.Add(new Account
        {
            UserId = "m11111111111",
            Login = "zeus",
            PasswordHash = hash,
            DisplayName = "Zeus",
            SecurityStamp = "stamp",
            CreatedUtc = DateTimeOffset.FromUnixTimeMilliseconds(1262304000000).UtcDateTime,
            ChangedUtc = DateTimeOffset.FromUnixTimeMilliseconds(1262304000000).UtcDateTime,
            AvatarId = "a1b2c3",
        });
        await context.SaveChangesAsync();
        var changed = await server.Get<ProfileService>().UpdateAsync(
            "m11111111111",
            new ProfileChanges
            {
                StatusMessage = "hi",
                Mood = Mood.Happy,
                AboutMe = "Friendly",
                FirstName = "Joe",
                LastName = "Soap",
                Title = "Mr",
                Gender = Gender.Male,
                RelationshipStatus = RelationshipStatus.Single,
                DateOfBirth = new DateOnly(1990, 2, 10),
                Email = "joe@example.com",
                MobileNumber = "0821234567",
                WhereAmI = "Cape Town",
                LanguageCode = "en",
                CultureName = "en-ZA",
                RegisteredCountryCode = "ZA",
                LastKnownCountryCode = "ZA",
                NetworkOperatorCode = "65501",
            },
            default);
        Assert.Null(changed);
    }

    private static JsonElement Json(Answer answer)
    {
        Assert.Equal(200, answer.Status);
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.Clone();
    }

    private static string? Text(JsonElement json, string member) => json.GetProperty(member).GetString();

    private static (int Availability, bool IsOnline, int Mood) State(JsonElement profile)
    {
        var state = profile.GetProperty("State");
        return (state.GetProperty("Availability").GetInt32(), state.GetProperty("IsOnline").GetBoolean(),
            state.GetProperty("Mood").GetInt32());
    }

    private sealed class StatementCounter : DbCommandInterceptor
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            // Other work of the server reads other tables, also just after its start.
            if (command.CommandText.Contains("\"Accounts\"", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _count);
            }

            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }
    }
}
