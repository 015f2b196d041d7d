using System.Text;

namespace Mxit.EndToEnd.Tests.Idempotency;

/// <summary>A request that takes an <c>Idempotency-Key</c>.</summary>
/// <param name="Route">The route that it comes by, as the server has it.</param>
/// <param name="Name">What it is, for the name of a test.</param>
/// <param name="Caller">Who makes it.</param>
/// <param name="OtherCaller">Who else may make it; <see langword="null"/> where nobody may.</param>
/// <param name="Done">What doing it once makes.</param>
/// <param name="Make">Makes the path, the media type and the body, for a caller and a text; another text is another piece of
/// work.</param>
internal sealed record KeyedOperation(
    string Route,
    string Name,
    string Caller,
    string? OtherCaller,
    Work Done,
    Func<KeyedServer, string, string, Task<(string Path, string Type, string Body)>> Make)
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";
    private const string Dave = "m10000000004";
    private const string Json = "application/json";

    private static readonly Work AMessage = new(1, 0, 0, 0);
    private static readonly Work AFile = new(0, 1, 0, 0);
    private static readonly Work AFolder = new(0, 0, 1, 0);
    private static readonly Work AnOffer = new(1, 0, 0, 1);
    private static readonly Work AFileAndAnOffer = new(1, 1, 0, 1);

    public static IReadOnlyList<KeyedOperation> All { get; } =
    [
        new("message/send", "an app sends", "demo", "strict-demo", AMessage, Plain(
            "/message/send", Json, text => $$"""{"To":"{{Bob}}","Body":"{{text}}"}""")),
        new("message/send", "a person sends", "alice", "carol", AMessage, Plain(
            "/message/send", Json, text => $$"""{"To":"{{Bob}}","Body":"{{text}}"}""")),
        new("messenger/messages", "a person writes", "alice", "carol", AMessage, Plain(
            "/messenger/messages", Json, text => $$"""{"to":"{{Bob}}","body":"{{text}}"}""")),
        new("user/recommend", "a person recommends", "alice", "carol", AMessage,
            Plain("/user/recommend", Json, text => $$"""{"Application":"demo","ToUserId":"{{Dave}}","Message":"{{text}}"}""")),
        new("user/recommend", "an app recommends", "demo", null, AMessage,
            Plain("/user/recommend", Json,
                text => $$"""{"Application":"demo","FromUserId":"{{Alice}}","ToUserId":"{{Dave}}","Message":"{{text}}"}""")),
        new("user/media/{folder}", "a person makes a folder", "alice", "carol", AFolder,
            (_, _, text) => Task.FromResult(($"/user/media/{Uri.EscapeDataString(text)}", Json, ""))),
        new("user/media/file/{folder}", "a person uploads", "alice", "carol", AFile, Plain(
            "/user/media/file/Default?fileName=a.txt", "text/plain", text => text)),
        new("user/media/file/{folder}", "a person uploads in the old form", "alice", "carol", AFile,
            Plain("/user/media/file/Default?fileName=a.txt&mimeType=text/plain", "application/xml", OldForm)),
        new("user/media/file/send", "a person uploads and offers", "alice", "carol", AFileAndAnOffer,
            Plain($"/user/media/file/send?fileName=a.txt&userId={Bob}", "text/plain", text => text)),
        new("user/media/file/send", "an app uploads and offers", "demo", "strict-demo", AFileAndAnOffer,
            Plain($"/user/media/file/send?fileName=a.txt&userId={Bob}", "text/plain", text => text)),
        new("user/media/file/send", "an app uploads and offers in the old form", "demo", "strict-demo", AFileAndAnOffer,
            Plain($"/user/media/file/send?fileName=a.txt&mimeType=text/plain&userId={Bob}", "application/xml", OldForm)),
        new("user/media/file/send/{fileId}", "a person offers again", "alice", "carol", AnOffer, async (server, caller, text) =>
            ($"/user/media/file/send/{await server.FileAsync(caller, text.EndsWith("other", StringComparison.Ordinal))}?userId={Bob}", Json, "{}")),
    ];

    /// <summary>Asks for it.</summary>
    public async Task<Answer> SendAsync(KeyedServer server, string caller, string text, params string[] keys)
    {
        var (path, type, body) = await Make(server, caller, text);
        var request =
            new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {await server.TokenAsync(caller)}");
        foreach (var key in keys)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(MxitHeaders.IdempotencyKey, key));
        }

        return await server.Server.SendAsync(request);
    }

    private static Func<KeyedServer, string, string, Task<(string Path, string Type, string Body)>> Plain(
        string path, string type, Func<string, string> body) => (_, _, text) => Task.FromResult((path, type, body(text)));

    private static string OldForm(string text) =>
        $"""<base64Binary xmlns="http://schemas.microsoft.com/2003/10/Serialization/">{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}</base64Binary>""";
}
