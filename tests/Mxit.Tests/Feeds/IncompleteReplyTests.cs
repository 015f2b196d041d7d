using Mxit.Tests.Support;

namespace Mxit.Tests.Feeds;

/// <summary>An element that lacks something it needs is never handed out half-read, and never left out in silence.</summary>
public class IncompleteReplyTests
{
    private const string Message =
        """{"id":"0197a3f0-1c2d-7e4f-8a9b-000000000042","cursor":42,"peer":"m1","direction":"in","body":"b","sentUtc":"2026-01-02T03:04:05Z"}""";
    private const string Conversation =
        $$$"""{"peer":{"id":"m1","kind":"person","displayName":"A"},"unread":1,"last":{{{Message}}}}""";
    private const string Contact = """{"id":"m1","kind":"person","displayName":"A","subscription":1}""";
    private const string Offer =
        """{"id":"0197a3f0-1c2d-7e4f-8a9b-000000000042","peer":"m1","direction":"in","fileName":"a","mediaType":"image/png","size":7,"offeredUtc":"2026-01-02T03:04:05Z","expiresUtc":"2026-01-03T03:04:05Z"}""";
    private const string Change =
        """{"cursor":42,"messageId":"0197a3f0-1c2d-7e4f-8a9b-000000000042","userId":"m1","state":"read","changedUtc":"2026-01-02T03:04:05Z"}""";
    private const string Recipient = """{"userId":"m1","state":"read"}""";

    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Elements
    {
        get
        {
            var data = new TheoryData<string, string>();
            Add("messages", "-id", "-cursor", "-peer", "-direction", "-body", "-sentUtc", "peer=null", "body=null", "cursor=0",
                "links=[null]", "offer={}");
            Add("conversations", "-peer", "-unread", "-last", "peer=null", "last=null", "peer={}", "last={}",
                "peer={\"id\":\"m1\",\"kind\":\"person\"}");
            Add("contacts", "-id", "-kind", "-displayName", "-subscription", "id=\"\"", "kind=null", "displayName=null");
            Add("offers", "-id", "-peer", "-direction", "-fileName", "-mediaType", "-size", "-offeredUtc", "-expiresUtc",
                "fileName=null", "peer=\"\"");
            Add("changes", "-cursor", "-messageId", "-userId", "-state", "-changedUtc", "userId=null", "state=\"\"", "cursor=0");
            Add("recipients", "-userId", "-state", "userId=null", "state=null");
            return data;

            void Add(string list, params string[] faults)
            {
                foreach (var fault in faults.Append("null").Append("{}").Append("7"))
                {
                    data.Add(list, fault);
                }
            }
        }
    }

    public static TheoryData<string, string> Pages => new()
    {
        { "messages", "-messages" },
        { "messages", "-cursor" },
        { "messages", "-hasMore" },
        { "messages", "messages=null" },
        { "conversations", "-conversations" },
        { "conversations", "conversations=null" },
        { "contacts", "-contacts" },
        { "contacts", "contacts=null" },
        { "offers", "-offers" },
        { "offers", "-hasMore" },
        { "changes", "-changes" },
        { "changes", "-cursor" },
        { "changes", "-hasMore" },
        { "recipients", "-recipients" },
        { "recipients", "-messageId" },
        { "recipients", "-sentUtc" },
    };

    [Theory]
    [MemberData(nameof(Elements))]
    public async Task One_element_that_lacks_something_is_an_error(string list, string fault)
    {
        var whole = ElementOf(list);
        _server.Answer(200, PageOf(list, whole, whole));
        using var mxit = _server.Client();
        Assert.Equal(2, await ReadAsync(mxit, list));

        _server.Answer(200, PageOf(list, whole, Broken.Of(whole, fault)), ("X-Request-Id", "r-7"));
        var failure = await Assert.ThrowsAsync<MxitApiException>(() => ReadAsync(mxit, list));

        Assert.Contains("cannot be read", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_that_lacks_something_is_an_error(string list, string fault)
    {
        _server.Answer(200, Broken.Of(PageOf(list), fault));
        using var mxit = _server.Client();

        await Assert.ThrowsAsync<MxitApiException>(() => ReadAsync(mxit, list));
    }

    [Fact]
    public async Task A_message_that_was_written_has_an_id()
    {
        using var mxit = _server.Client();
        foreach (var answer in new[] { "{}", "null", "{\"id\":null}", "{\"id\":\"\"}", "{\"id\":\" \"}", "{\"id\":7}" })
        {
            _server.Answer(200, answer);

            await Assert.ThrowsAsync<MxitApiException>(
                () => Thandi(mxit).Messenger.SendMessageAsync("m2", "x", cancellationToken: Stop));
        }
    }

    private static string ElementOf(string list) => list switch
    {
        "messages" => Message,
        "conversations" => Conversation,
        "contacts" => Contact,
        "offers" => Offer,
        "changes" => Change,
        _ => Recipient,
    };

    private static string PageOf(string list, params string[] elements)
    {
        var items = string.Join(',', elements);
        return list switch
        {
            "messages" => $$"""{"messages":[{{items}}],"cursor":42,"hasMore":false}""",
            "offers" => $$"""{"offers":[{{items}}],"hasMore":false}""",
            "changes" => $$"""{"changes":[{{items}}],"cursor":42,"hasMore":false}""",
            "recipients" =>
                $$"""{"messageId":"0197a3f0-1c2d-7e4f-8a9b-000000000042","sentUtc":"2026-01-02T03:04:05Z","recipients":[{{items}}]}""",
            _ => $$"""{"{{list}}":[{{items}}]}""",
        };
    }

    private async Task<int> ReadAsync(MxitClient mxit, string list)
    {
        var messenger = Thandi(mxit).Messenger;
        return list switch
        {
            "messages" => await messenger.ListMessagesAsync(cancellationToken: Stop).CountAsync(Stop),
            "conversations" => (await messenger.GetConversationsAsync(cancellationToken: Stop)).Count,
            "contacts" => await messenger.ListContactsAsync(null, cancellationToken: Stop).CountAsync(Stop),
            "offers" => await messenger.ListOffersAsync(cancellationToken: Stop).CountAsync(Stop),
            "changes" => await mxit.Messaging.Delivery.ListChangesAsync(default, cancellationToken: Stop).CountAsync(Stop),
            _ => (await mxit.Messaging.Delivery.GetAsync("0197a3f0-1c2d-7e4f-8a9b-000000000042", cancellationToken: Stop))
                .Recipients.Count,
        };
    }

    private MxitUserClient Thandi(MxitClient mxit) => mxit.ForUser(_server.UserToken());
}
