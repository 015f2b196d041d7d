using System.Text.Json;
using CsCheck;
using Mxit.Tests.Support;

namespace Mxit.Tests.Users;

public class ProfileTests
{
    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_full_profile_is_read_with_the_persons_token()
    {
        _server.Answer(
            200, """{"DisplayName":"Zeus","UserId":"m11111111111","Gender":1,"CurrentCultureName":"en-ZA","DateOfBirth":"\/Date(634600800000+0200)\/","Email":"joe@example.com","MobileNumber":"0821234567","RelationshipStatus":2,"WhereAmI":"Cape Town"}""");
        using var mxit = _server.Client();

        var profile = await Thandi(mxit).GetFullProfileAsync(null, Stop);

        var sent = Assert.Single(_server.Sent);
        Assert.Equal(("GET", "/user/profile", "user-0"), (sent.Method, sent.PathAndQuery, sent.Bearer));
        Assert.Equal(
            ("joe@example.com", "0821234567", RelationshipStatus.Single, new DateOnly(1990, 2, 10)),
            (profile.Email, profile.MobileNumber, profile.RelationshipStatus, profile.DateOfBirth));
        Assert.Equal("FullProfile { UserId = m11111111111 }", profile.ToString());
    }

    [Fact]
    public async Task Every_member_of_an_update_travels()
    {
        using var mxit = _server.Client();

        await Thandi(mxit).UpdateProfileAsync(
            new ProfileUpdate
            {
                AboutMe = "Zoë 😀\nhere",
                DisplayName = "Zeus",
                Email = "joe@example.com",
                FirstName = "Joe",
                Gender = Gender.Male,
                LastName = "Soap",
                MobileNumber = "0821234567",
                RelationshipStatus = RelationshipStatus.Married,
                Title = "Mr",
                WhereAmI = "Cape Town",
            },
            null,
            Stop);

        var sent = Assert.Single(_server.Sent);
        Assert.Equal(
            ("PUT", "/user/profile", "user-0", "application/json"),
            (sent.Method, sent.PathAndQuery, sent.Bearer, sent.Header("Content-Type")));
        Assert.Equal(
            """{"AboutMe":"Zoë 😀\nhere","DisplayName":"Zeus","Email":"joe@example.com","FirstName":"Joe","Gender":1,"LastName":"Soap","MobileNumber":"0821234567","RelationshipStatus":5,"Title":"Mr","WhereAmI":"Cape Town"}""",
            sent.Body);
    }

    [Fact]
    public async Task An_update_without_members_is_sent_all_the_same()
    {
        using var mxit = _server.Client();

        await Thandi(mxit).UpdateProfileAsync(new ProfileUpdate(), null, Stop);

        Assert.Equal("{}", Assert.Single(_server.Sent).Body);
    }

    [Fact]
    public async Task Any_set_of_members_travels_and_nothing_else() =>
        await Gen.Select(Gen.String.Null(), Gen.String.Null(), Gen.Int[0, 9].Nullable(), Gen.Bool)
            .SampleAsync(async (about, title, status, female) =>
            {
                var server = new StubServer();
                using var mxit = server.Client();
                var update = new ProfileUpdate
                {
                    AboutMe = about is null ? default : new Optional<string>(about),
                    Title = title is null ? default : new Optional<string>(title),
                    RelationshipStatus = status is { } number
                        ? (RelationshipStatus)number
                        : default(Optional<RelationshipStatus>),
                    Gender = female ? Gender.Female : default(Optional<Gender>),
                };

                await mxit.ForUser(server.UserToken()).Users.UpdateProfileAsync(update, null, Stop);

                using var body = JsonDocument.Parse(server.Sent[0].Bytes);
                var members = body.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
                Assert.Equal(WellFormed(about), members.TryGetValue("AboutMe", out var sentAbout) ? sentAbout.GetString() : null);
                Assert.Equal(WellFormed(title), members.TryGetValue("Title", out var sentTitle) ? sentTitle.GetString() : null);
                Assert.Equal(
                    status, members.TryGetValue("RelationshipStatus", out var sentStatus) ? sentStatus.GetInt32() : null);
                Assert.Equal(
                    female ? 0 : null, members.TryGetValue("Gender", out var sentGender) ? sentGender.GetInt32() : (int?)null);
                Assert.Equal(
                    new object?[] { about, title, status, female ? 0 : null }.Count(value => value is not null), members.Count);
            }, iter: 200);

    [Fact]
    public void Null_says_neither_keep_nor_clear()
    {
        var failure = Assert.Throws<ArgumentNullException>(() => new ProfileUpdate { AboutMe = (string)null! });

        Assert.Contains("leave it out", failure.Message, StringComparison.Ordinal);
        Assert.Contains("\"\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_optional_value_is_there_or_not()
    {
        Optional<Gender> female = Gender.Female;
        var none = default(Optional<Gender>);

        Assert.Equal((true, Gender.Female), (female.HasValue, female.Value));
        Assert.False(none.HasValue);
        Assert.Throws<InvalidOperationException>(() => none.Value);
        Assert.NotEqual(none, female);
        Assert.Equal(("set", "unchanged"), (female.ToString(), none.ToString()));
    }

    [Fact]
    public async Task A_refusal_repeats_no_text_also_where_one_holds_another_or_ends_in_space()
    {
        _server.Answer(400, "\"WhereAmI is wrong: Thandi's house, 12 Long Street (Thandi)\"");
        using var mxit = _server.Client();
        var update = new ProfileUpdate { FirstName = "Thandi", WhereAmI = "Thandi's house, 12 Long Street " };

        var failure = await Assert.ThrowsAsync<MxitApiException>(() => Thandi(mxit).UpdateProfileAsync(update, null, Stop));

        Assert.Equal("WhereAmI is wrong: *** (***)", failure.ErrorDescription);
    }

    [Fact]
    public async Task An_answer_with_a_byte_order_mark_is_read()
    {
        _server.Answer(200, "\ufeff\"busy\"");
        using var mxit = _server.Client();

        Assert.Equal("busy", await Thandi(mxit).GetOwnStatusAsync(null, Stop));
    }

    [Fact]
    public void An_update_shows_what_changes_and_not_to_what() =>
        Assert.Equal(
            "ProfileUpdate { Email, Gender }",
            new ProfileUpdate { Gender = Gender.Female, Email = "canary@example.com" }.ToString());

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("Haai, Zoë 😀 \"hi\"\n", "\"Haai, Zoë 😀 \\\"hi\\\"\\n\"")]
    [InlineData("42", "\"42\"")]
    public async Task The_status_is_one_bare_string(string status, string body)
    {
        using var mxit = _server.Client();

        await Thandi(mxit).SetStatusAsync(status, null, Stop);

        var sent = Assert.Single(_server.Sent);
        Assert.Equal(("PUT", "/user/statusmessage", "user-0"), (sent.Method, sent.PathAndQuery, sent.Bearer));
        Assert.Equal((body, "application/json"), (sent.Body, sent.Header("Content-Type")));
    }

    [Fact]
    public async Task The_own_status_is_read()
    {
        _server.Answer(200, "\"hi\"");
        using var mxit = _server.Client();

        Assert.Equal("hi", await Thandi(mxit).GetOwnStatusAsync(null, Stop));
        Assert.Equal(("GET", "/user/statusmessage"), (_server.Sent[0].Method, _server.Sent[0].PathAndQuery));
    }

    [Fact]
    public async Task A_missing_argument_is_refused()
    {
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<ArgumentNullException>(() => Thandi(mxit).SetStatusAsync(null!, null, Stop));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Thandi(mxit).UpdateProfileAsync(null!, null, Stop));
        Assert.Empty(_server.Sent);
    }

    [Fact]
    public async Task A_caller_can_fake_a_persons_calls()
    {
        UserAccountClient fake = new FakeUsers();

        Assert.Equal("faked", await fake.GetStatusAsync("thandi", null, Stop));
    }

    // What is no text, half of a surrogate pair, cannot travel.
    private static string? WellFormed(string? text) => text is null
        ? null
        : System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private UserAccountClient Thandi(MxitClient mxit) => mxit.ForUser(_server.UserToken()).Users;

    private sealed class FakeUsers : UserAccountClient
    {
        public override Task<string> GetStatusAsync(
            string mxitId, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
                Task.FromResult("faked");
    }
}
