using System.Net;
using System.Text;
using Mxit.Tests.Media;
using Mxit.Tests.Messaging;
using Mxit.Tests.OAuth;
using Mxit.Tests.Support;
using Mxit.Tests.Users;

namespace Mxit.Tests;

/// <summary>
/// The traps of the historic client libraries, one by one. Source: wire document, section 12. Those that the tests of a feature
/// hold already:
/// <list type="table">
/// <item><term>python: no request for an update without members</term>
/// <description><see cref="ProfileTests.An_update_without_members_is_sent_all_the_same"/></description></item>
/// <item><term>python: spooling cannot be turned off; Ruby: <c>SpoolTimeOut</c> misspelt, <c>From</c> lost</term>
/// <description><see cref="SendMessageTests.Spool_false_and_time_out_zero_are_sent_and_empty_links_are_not"/>,
/// <see cref="SendMessageTests.Every_parameter_travels"/></description></item>
/// <item><term>python: people share a token</term>
/// <description><see cref="UserTokenTests.Many_people_at_once_keep_their_own_tokens"/></description></item>
/// <item><term>python: another scope discards earlier app tokens</term>
/// <description><see cref="AppTokenTests.Another_scope_leaves_earlier_tokens_alone"/></description></item>
/// <item><term>python, Ruby, vumi: no expiry, no renewal on 401</term>
/// <description><see cref="AppTokenTests.A_token_is_renewed_shortly_before_its_end"/>,
/// <see cref="AppTokenTests.After_a_401_the_call_is_repeated_once_with_a_new_token_and_the_same_content"/>,
/// <see cref="AppTokenTests.A_second_401_is_the_callers_to_see"/>,
/// <see cref="UserTokenTests.A_401_renews_once_and_repeats_the_call"/></description></item>
/// <item><term>python: texts not unescaped; PHP: texts that look like numbers are decoded</term>
/// <description><see cref="PublicCallTests.Texts_come_unescaped_and_stay_texts"/></description></item>
/// <item><term>python: <c>redirect_url</c></term>
/// <description><see cref="SignInTests.The_address_carries_everything_that_authorize_needs"/>,
/// <see cref="SignInTests.The_code_is_redeemed_with_the_verifier"/></description></item>
/// <item><term>rails: a renewed token is not stored</term>
/// <description><see cref="UserTokenTests.An_old_token_is_renewed_once_for_all_and_handed_to_the_caller"/></description></item>
/// <item><term>rails: bad recipients of a batch are not named</term>
/// <description><see cref="SendMessageTests.Unknown_recipients_are_a_partial_success"/></description></item>
/// <item><term>rails: <c>token_type</c> not read; PHP: the scope asked for is taken for the one granted</term>
/// <description><see cref="AppTokenTests.An_answer_that_is_no_token_is_a_typed_exception"/>,
/// <see cref="AppTokenTests.What_a_short_answer_leaves_out_is_filled_in"/></description></item>
/// <item><term>Kazazoom: secrets in the log</term>
/// <description><see cref="CanaryTests"/></description></item>
/// <item><term>Kazazoom: 401 reported for any failure</term>
/// <description><see cref="ErrorTests.A_broken_connection_is_a_typed_exception"/></description></item>
/// <item><term>Kazazoom: contacts twice; all: one more than <c>count</c></term>
/// <description><see cref="ContactTests.Listing_gives_every_contact_once_in_order"/>,
/// <see cref="ContactTests.A_page_is_as_the_server_gives_it"/></description></item>
/// <item><term>small apps: the scope encoded twice</term>
/// <description><see cref="AppTokenTests.The_request_is_a_form_with_basic_credentials"/></description></item>
/// <item><term>all: a download that broke off looks complete</term>
/// <description><see cref="DownloadTests.Content_that_ends_too_soon_is_a_failure_and_never_short"/>,
/// <see cref="ResumeTests.Wherever_it_breaks_the_content_is_the_same"/></description></item>
/// <item><term>Kazazoom: everything but a 400 is sent again, also what is not safe</term>
/// <description><see cref="RetryTests.What_is_safe_to_repeat_is_sent_again_under_the_same_key"/>,
/// <see cref="RetryTests.What_could_be_done_twice_is_sent_once"/></description></item>
/// <item><term>python: <c>userId</c> in one offer, <c>UserId</c> in the other</term>
/// <description><see cref="FileOfferTests.A_file_is_uploaded_and_offered_as_documented"/>,
/// <see cref="FileOfferTests.A_file_that_is_there_is_offered_as_documented"/></description></item>
/// <item><term>PHP: the listing reads a variable that is not there, and so <c>skip</c> is lost</term>
/// <description><see cref="GalleryTests.A_page_of_files_is_as_the_server_gives_it"/></description></item>
/// </list>
/// </summary>
public class LegacyTrapTests
{
    // Every byte there is, and both ends of line that a text mode would change.
    private static readonly byte[] Binary = [.. Enumerable.Range(0, 256).Select(value => (byte)value), 0x0d, 0x0a, 0x0a, 0x0d];

    private static readonly Dictionary<string, Func<MxitClient, MxitUserClient, string, Task>> SegmentCalls = new()
    {
        ["/user/lookup/{0}"] = (mxit, _, who) => mxit.Users.GetUserIdAsync(who, null, Stop),
        ["/user/public/statusmessage/{0}"] = (mxit, _, who) => mxit.Users.GetStatusAsync(who, null, Stop),
        ["/user/public/displayname/{0}"] = (mxit, _, who) => mxit.Users.GetDisplayNameAsync(who, null, Stop),
        ["/user/public/avatar/{0}"] = (mxit, _, who) => mxit.Users.GetAvatarAsync(who, null, Stop),
        ["/user/profile/{0}"] = (mxit, _, who) => mxit.Users.GetBasicProfileAsync(who, null, Stop),
        ["/user/socialgraph/contact/{0}"] = (_, thandi, who) => thandi.Users.AddContactAsync(who, null, Stop),
        ["/user/media/content/{0}"] = (_, thandi, which) => thandi.Users.GetGalleryFileAsync(which, null, Stop),
        ["/user/media/file/{0}"] = (_, thandi, which) => thandi.Users.DeleteGalleryFileAsync(which, null, Stop),
        ["/user/media/file/send/{0}?UserId=m2"] =
            (_, thandi, which) => thandi.Users.SendFileOfferAsync("m2", which, cancellationToken: Stop),
        ["/messenger/contacts/{0}"] = (_, thandi, who) => thandi.Messenger.DeleteContactAsync(who, cancellationToken: Stop),
        ["/messenger/contacts/{0}/accept"] = (_, thandi, who) =>
            thandi.Messenger.AcceptContactAsync(who, cancellationToken: Stop),
        ["/messenger/contacts/{0}/group"] = (_, thandi, who) =>
            thandi.Messenger.SetContactGroupAsync(who, "x", cancellationToken: Stop),
    };

    private static readonly Dictionary<string, Func<MxitUserClient, Task>> Writes = new()
    {
        ["PUT /user/profile"] = thandi => thandi.Users.UpdateProfileAsync(new ProfileUpdate { Title = "Mr" }, null, Stop),
        ["PUT /user/statusmessage"] = thandi => thandi.Users.SetStatusAsync("hi", null, Stop),
        ["POST /user/avatar"] = thandi => thandi.Users.SetAvatarAsync(Binary, null, Stop),
        ["DELETE /user/avatar"] = thandi => thandi.Users.DeleteAvatarAsync(null, Stop),
        ["POST /user/cover"] = thandi => thandi.Users.SetCoverAsync(Binary, null, Stop),
        ["DELETE /user/cover"] = thandi => thandi.Users.DeleteCoverAsync(null, Stop),
        ["PUT /user/socialgraph/contact/books"] = thandi => thandi.Users.AddContactAsync("books", null, Stop),
        ["POST /user/recommend"] = thandi =>
            thandi.Users.RecommendAsync(new Recommendation { Application = "books", To = "m2", Message = "x" }, null, Stop),
        ["POST /message/send"] = thandi =>
            thandi.Messaging.SendUserToUserMessageAsync(["m2", "m3"], "x", cancellationToken: Stop),
        ["POST /user/media/Holiday"] = thandi => thandi.Users.CreateGalleryFolderAsync("Holiday", null, Stop),
        ["PUT /user/media/Holiday"] = thandi => thandi.Users.RenameGalleryFolderAsync("Holiday", "Trip", null, Stop),
        ["DELETE /user/media/Holiday"] = thandi => thandi.Users.DeleteGalleryFolderAsync("Holiday", null, Stop),
        ["PUT /user/media/file/f1"] = thandi => thandi.Users.RenameGalleryFileAsync("f1", "a.jpg", null, Stop),
        ["DELETE /user/media/file/f1"] = thandi => thandi.Users.DeleteGalleryFileAsync("f1", null, Stop),
        ["POST /user/media/file/send/f1?UserId=m2"] = thandi =>
            thandi.Users.SendFileOfferAsync("m2", "f1", cancellationToken: Stop),
    };

    // Their answer names the file.
    private static readonly Dictionary<string, Func<MxitUserClient, Task>> Uploads = new()
    {
        ["POST /user/media/file/Holiday?fileName=a.json&preventShare=false"] =
            thandi => thandi.Users.UploadGalleryFileAsync("Holiday", new MediaUpload(Binary, "a.json"), cancellationToken: Stop),
        ["POST /user/media/file/send?fileName=a.json&userId=m2"] =
            thandi =>
                thandi.Users.UploadFileAndSendFileOfferAsync("m2", new MediaUpload(Binary, "a.json"), cancellationToken: Stop),
    };

    private static readonly Dictionary<string, Func<MxitUserClient, Task>> Reads = new()
    {
        ["GET /user/profile"] = thandi => thandi.Users.GetFullProfileAsync(null, Stop),
        ["GET /user/statusmessage"] = thandi => thandi.Users.GetOwnStatusAsync(null, Stop),
        ["GET /user/avatar"] = thandi => thandi.Users.GetOwnAvatarAsync(null, Stop),
        ["GET /user/cover"] = thandi => thandi.Users.GetCoverAsync(null, Stop),
        ["GET /user/socialgraph/contactlist"] = thandi => thandi.Users.GetContactListAsync(cancellationToken: Stop),
        ["GET /user/media"] = thandi => thandi.Users.GetGalleryFolderListAsync(null, Stop),
        ["GET /user/media/list/Holiday"] = thandi => thandi.Users.GetGalleryItemListAsync("Holiday", cancellationToken: Stop),
        ["GET /user/media/content/f1"] = thandi => thandi.Users.GetGalleryFileAsync("f1", null, Stop),
        ["GET /user/socialgraph/suggestions"] = thandi => thandi.Users.GetFriendSuggestionsAsync(null, Stop),
    };

    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> SegmentRoutes => [.. SegmentCalls.Keys];

    public static TheoryData<string> WriteRoutes => [.. Writes.Keys];

    public static TheoryData<string> ChangeRoutes => [.. Writes.Keys, .. Uploads.Keys];

    public static TheoryData<string> UploadRoutes => [.. Uploads.Keys];

    public static TheoryData<string> AllRoutes => [.. Writes.Keys, .. Uploads.Keys, .. Reads.Keys];

    [Fact]
    public async Task Python_drops_zero_and_empty_from_a_profile()
    {
        using var mxit = _server.Client();

        await Thandi(mxit).Users.UpdateProfileAsync(
            new ProfileUpdate { Gender = Gender.Female, RelationshipStatus = RelationshipStatus.Undefined, AboutMe = "" }, null,
            Stop);

        Assert.Equal("""{"AboutMe":"","Gender":0,"RelationshipStatus":0}""", Assert.Single(_server.Sent).Body);
    }

    [Fact]
    public async Task Python_drops_skip_zero_and_count_zero()
    {
        _server.Answer(200, """{"Contacts":[]}""");
        using var mxit = _server.Client();

        await Thandi(mxit).Users.GetContactListAsync(null, skip: 0, count: 0, cancellationToken: Stop);

        Assert.Equal("/user/socialgraph/contactlist?skip=0&count=0", Assert.Single(_server.Sent).PathAndQuery);
    }

    [Theory]
    [MemberData(nameof(SegmentRoutes))]
    public async Task Python_leaves_slashes_and_PHP_writes_plus_for_space_in_paths(string route)
    {
        using var mxit = _server.Client();

        // Not every call can read the empty answer; what counts is what was sent.
        _ = await Record.ExceptionAsync(() => SegmentCalls[route](mxit, Thandi(mxit), "../a b+c/%é😀?#"));

        Assert.Equal(
            string.Format(null, route, "..%2Fa%20b%2Bc%2F%25%C3%A9%F0%9F%98%80%3F%23"),
            Assert.Single(_server.ApiCalls).PathAndQuery);
    }

    [Fact]
    public async Task PHP_writes_plus_for_space_in_the_names_of_folders_and_files()
    {
        _server.Answer(200, "\"f1\"");
        using var mxit = _server.Client();

        await Thandi(mxit).Users.UploadGalleryFileAsync(
            "a b+c%é😀?#\\", new MediaUpload(Binary, "1 + 1 = 2&x?#é.txt"), cancellationToken: Stop);

        Assert.Equal(
            "/user/media/file/a%20b%2Bc%25%C3%A9%F0%9F%98%80%3F%23%5C?fileName=1%20%2B%201%20%3D%202%26x%3F%23%C3%A9.txt&preventShare=false",
            Assert.Single(_server.ApiCalls).PathAndQuery);
    }

    [Theory]
    [MemberData(nameof(SegmentRoutes))]
    public async Task Dots_that_would_lead_out_of_the_path_are_refused(string route)
    {
        using var mxit = _server.Client();

        foreach (var who in (string[])[".", "..", "", " "])
        {
            await Assert.ThrowsAsync<ArgumentException>(() => SegmentCalls[route](mxit, Thandi(mxit), who));
        }

        Assert.Empty(_server.Sent);
    }

    [Fact]
    public async Task Python_writes_binary_in_text_mode()
    {
        _server.Api = (request, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(request.Method == "GET" ? Binary : "\"f1\""u8.ToArray()),
        });
        using var folder = new TemporaryFolder();
        using var mxit = _server.Client();

        await using (var picture = await mxit.Users.GetAvatarAsync("thandi", null, Stop))
        {
            await picture.SaveAsync(folder.File("me.png"), Stop);
        }

        await using (var file = await Thandi(mxit).Users.GetGalleryFileAsync("f1", null, Stop))
        {
            await file.SaveAsync(folder.File("file.txt"), Stop);
        }

        await Thandi(mxit).Users.SetAvatarAsync(MediaUpload.FromFile(folder.File("me.png")), null, Stop);
        await Thandi(mxit).Users.UploadGalleryFileAsync(
            "Default", MediaUpload.FromFile(folder.File("file.txt")), cancellationToken: Stop);

        Assert.Equal(Binary, await File.ReadAllBytesAsync(folder.File("me.png"), Stop));
        Assert.Equal(Binary, await File.ReadAllBytesAsync(folder.File("file.txt"), Stop));
        Assert.Equal([Binary, Binary], _server.ApiCalls.TakeLast(2).Select(sent => sent.Bytes));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("image/json+png")]
    public async Task Python_encodes_binary_as_JSON_under_a_type_with_json_in_it(string contentType)
    {
        using var mxit = _server.Client();

        await Thandi(mxit).Users.SetAvatarAsync(new MediaUpload(Binary, contentType: contentType), null, Stop);

        var sent = Assert.Single(_server.Sent);
        Assert.Equal(Binary, sent.Bytes);
        Assert.Equal((contentType, "application/json"), (sent.Header("Content-Type"), sent.Header("Accept")));
    }

    [Theory]
    [MemberData(nameof(UploadRoutes))]
    public async Task Python_encodes_a_file_as_JSON_that_is_called_so(string route)
    {
        _server.Answer(200, "\"f1\"");
        using var mxit = _server.Client();

        await CallAsync(Thandi(mxit), route);

        var sent = Assert.Single(_server.ApiCalls);
        Assert.Equal(Binary, sent.Bytes);
        Assert.Equal("application/json", sent.Header("Content-Type"));
    }

    [Theory]
    [InlineData("abcdefghijklmnop")]
    [InlineData("QUJDRA==")]
    [InlineData("{\"a\":1}")]
    [InlineData("12345")]
    public async Task PHP_rejects_or_decodes_binary_that_looks_like_text(string text)
    {
        _server.Answer(200, text);
        using var mxit = _server.Client();

        await Thandi(mxit).Users.SetAvatarAsync(Encoding.ASCII.GetBytes(text), null, Stop);
        await using var picture = await Thandi(mxit).Users.GetOwnAvatarAsync(null, Stop);

        Assert.Equal(text, _server.Sent[0].Body);
        Assert.Equal(text, Encoding.ASCII.GetString(await picture.ReadAsBytesAsync(cancellationToken: Stop)));
    }

    [Theory]
    [MemberData(nameof(AllRoutes))]
    public async Task Ruby_swallows_errors_and_vumi_ignores_answers_and_most_take_203_for_a_success(string route)
    {
        foreach (var status in (int[])[203, 400, 403, 404, 500])
        {
            var server = new StubServer();
            server.Answer(status, "\"no\"");
            using var mxit = server.Client();

            var failure = await Assert.ThrowsAnyAsync<MxitApiException>(() => CallAsync(Thandi(mxit, server), route));

            Assert.Equal((status, "no"), ((int)failure.StatusCode, failure.ErrorDescription));
            var sent = Assert.Single(server.Sent);
            Assert.Equal(route, $"{sent.Method} {sent.PathAndQuery}");
        }
    }

    [Theory]
    [MemberData(nameof(WriteRoutes))]
    public async Task Rails_crashes_on_an_empty_body(string route)
    {
        _server.Api = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        using var mxit = _server.Client();

        await CallAsync(Thandi(mxit), route);

        Assert.Single(_server.Sent);
    }

    [Theory]
    [MemberData(nameof(ChangeRoutes))]
    public async Task Kazazoom_sends_again_after_a_time_out(string route)
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Api = async (_, stop) =>
        {
            waiting.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return StubServer.Reply(200, "");
        };
        using var mxit = _server.Client();

        var call = CallAsync(Thandi(mxit), route);
        await waiting.Task;
        _server.Clock.Advance(TimeSpan.FromSeconds(100));

        await Fails.WithAsync(MxitErrorReason.Timeout, () => call);
        Assert.Single(_server.Sent);
    }

    [Fact]
    public async Task A_batch_with_unknown_recipients_is_not_sent_again()
    {
        _server.Answer(400, "\"Unknown recipients: m999\"");
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<MxitUnknownRecipientsException>(
            () => mxit.Messaging.SendMessageAsync("a", ["m1", "m999"], "x", cancellationToken: Stop));

        Assert.Single(_server.ApiCalls);
    }

    [Fact]
    public async Task Kazazoom_stops_after_31_pages()
    {
        const int Total = 40 * 26;
        _server.Api = (request, _) =>
        {
            var query = System.Web.HttpUtility.ParseQueryString(request.Address.Query);
            var skip = int.Parse(query["skip"]!, null);

            // One more than asked for, as documented.
            var page = Enumerable.Range(0, Total).Skip(skip).Take(27).Select(number => $$"""{"UserId":"m{{number}}"}""");
            return Task.FromResult(StubServer.Reply(200, $$"""{"Contacts":[{{string.Join(',', page)}}]}"""));
        };
        using var mxit = _server.Client();

        var contacts = await Thandi(mxit).Users.ListContactsAsync(ContactFilter.All, cancellationToken: Stop).ToListAsync(Stop);

        Assert.Equal(Enumerable.Range(0, Total).Select(number => $"m{number}"), contacts.Select(contact => contact.UserId.Value));
        Assert.InRange(_server.Sent.Count, 32, 45);
    }

    [Fact]
    public async Task Small_apps_break_long_credentials_into_lines()
    {
        var options = _server.Options();
        options.ClientId = new string('i', 100);
        options.ClientSecret = new string('s', 200);
        using var mxit = new MxitClient(options);

        await mxit.OAuth.GetAppTokenAsync(["message/send"], null, Stop);

        var credentials = Assert.Single(_server.TokenCalls).Header("Authorization")!;
        Assert.DoesNotContain(credentials, char.IsControl);
        Assert.Equal(
            $"{options.ClientId}:{options.ClientSecret}",
            Encoding.ASCII.GetString(Convert.FromBase64String(credentials["Basic ".Length..])));
    }

    private static Task CallAsync(MxitUserClient thandi, string route) =>
        (Writes.GetValueOrDefault(route) ?? Uploads.GetValueOrDefault(route) ?? Reads[route])(thandi);

    private static MxitUserClient Thandi(MxitClient mxit, StubServer server) => mxit.ForUser(server.UserToken());

    private MxitUserClient Thandi(MxitClient mxit) => Thandi(mxit, _server);
}
