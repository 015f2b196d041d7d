using System.Net;
using System.Text;
using CsCheck;
using Mxit.Tests.Support;

namespace Mxit.Tests.Media;

/// <summary>The name of a file, from whatever a server writes into <c>Content-Disposition</c>.</summary>
public class FileNameTests
{
    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]

    // Quoted, and escaped within the quotes (RFC 9110, section 5.6.4).
    [InlineData("attachment; filename=\"a.png\"", "a.png")]
    [InlineData("attachment; filename=a.png", "a.png")]
    [InlineData("ATTACHMENT; FileName = \"a.png\"", "a.png")]
    [InlineData("attachment;filename=\"a;b.png\"; size=7", "a;b.png")]
    [InlineData("attachment; filename=\"say \\\"hi\\\".png\"", "say \"hi\".png")]
    [InlineData("attachment; filename=\"\\a\\.png\"", "a.png")]
    [InlineData("attachment; filename=\"'a'.png\"", "'a'.png")]
    [InlineData("attachment; filename=\"a, b.png\"", "a, b.png")]
    [InlineData("attachment; size=7; x=\"filename=\\\"b.png\\\"\"; filename=\"a.png\"", "a.png")]
    [InlineData("attachment; filename=\"a.png", "a.png")]
    [InlineData("attachment; filename=my photo.png", "my photo.png")]
    [InlineData("attachment; filename=\"a.png\"; filename=\"b.png\"", "a.png")]
    [InlineData("filename=\"a.png\"", "a.png")]
    [InlineData("; filename=\"a.png\"", "a.png")]
    [InlineData("attachment; filename=\"100%25.png\"", "100%25.png")]

    // The extended form (RFC 8187) comes first, if it can be read.
    [InlineData("attachment; filename=\"b.png\"; filename*=UTF-8''z%C3%AB.png", "zë.png")]
    [InlineData("attachment; filename*=utf-8'en'z%C3%AB.png; filename=\"b.png\"", "zë.png")]
    [InlineData("attachment; filename* = iso-8859-1''z%EB.png", "zë.png")]
    [InlineData("attachment; filename*=\"UTF-8''z%C3%AB.png\"", "zë.png")]
    [InlineData("attachment; filename*=UTF-8''%f0%9f%93%b7.png", "📷.png")]
    [InlineData("attachment; filename=\"b.png\"; filename*=UTF-8''z%C3.png", "b.png")]
    [InlineData("attachment; filename=\"b.png\"; filename*=UTF-8''z%C3%4.png", "b.png")]
    [InlineData("attachment; filename=\"b.png\"; filename*=UTF-8''z%ZZ.png", "b.png")]
    [InlineData("attachment; filename=\"b.png\"; filename*=UTF-8''%C0%AE%C0%AE", "b.png")]
    [InlineData("attachment; filename=\"b.png\"; filename*=UTF-8''%ED%A0%80.png", "b.png")]
    [InlineData("attachment; filename=\"b.png\"; filename*=klingon''z.png", "b.png")]
    [InlineData("attachment; filename=\"b.png\"; filename*=z.png", "b.png")]
    [InlineData("attachment; filename=\"b.png\"; filename*=''", "b.png")]
    [InlineData("attachment; filename=\"b.png\"; filename*=UTF-8''%2e%2e", "b.png")]
    [InlineData("attachment; filename=\"b.png\"; filename*=UTF-8''a%0d%0ab", "b.png")]
    [InlineData("attachment; filename*=UTF-8''a%00b", null)]

    // Encoded words (RFC 2047), which some servers send although they have no place here.
    [InlineData("attachment; filename=\"=?UTF-8?B?esOrLnBuZw==?=\"", "zë.png")]
    [InlineData("attachment; filename=\"=?utf-8?q?my_z=C3=AB.png?=\"", "my zë.png")]
    [InlineData("attachment; filename=\"=?ISO-8859-1?Q?z=EB.png?=\"", "zë.png")]
    [InlineData("attachment; filename==?UTF-8?B?esOrLnBuZw==?=", "zë.png")]
    [InlineData("attachment; filename=\"=?UTF-8?B?esOr?= =?UTF-8?B?LnBuZw==?=\"", "zë.png")]
    [InlineData("attachment; filename=\"=?UTF-8?B?Li4vLi4vYQ==?=\"", "a")]
    [InlineData("attachment; filename=\"=?UTF-8?B?!!?=\"", "=?UTF-8?B?!!?=")]
    [InlineData("attachment; filename=\"=?klingon?Q?a?=\"", "=?klingon?Q?a?=")]

    // Never with a folder, and nothing that is no name.
    [InlineData("attachment; filename=\"../../etc/passwd\"", "passwd")]
    [InlineData("attachment; filename=\"C:\\\\x\\\\me.png\"", "me.png")]
    [InlineData("attachment; filename=\"/etc/passwd\"", "passwd")]
    [InlineData("attachment; filename=\"me.png:hidden\"", "hidden")]
    [InlineData("attachment; filename*=UTF-8''%2e%2e%2Fz%C3%AB.png", "zë.png")]
    [InlineData("attachment; filename*=UTF-8''..%5C..%5Ca.png", "a.png")]
    [InlineData("attachment; filename=\"..\"", null)]
    [InlineData("attachment; filename=\" . \"", null)]
    [InlineData("attachment; filename=\". . .\"", null)]
    [InlineData("attachment; filename=\"folder/\"", null)]
    [InlineData("attachment; filename=\"\"", null)]
    [InlineData("attachment; filename=\"   \"", null)]
    [InlineData("attachment; filename=\"a\tb.png\"", null)]
    [InlineData("attachment; filename*=UTF-8''a%7fb", null)]
    [InlineData("attachment; filename*=UTF-8''a%C2%85b", null)]
    [InlineData("attachment; filename*=UTF-8''a%E2%80%A8b", null)]
    [InlineData("attachment; filename*=UTF-8''exe%E2%80%AEgpj.exe", "exegpj.exe")]
    [InlineData("attachment; filename", null)]
    [InlineData("attachment; =a.png", null)]
    [InlineData("inline", null)]
    [InlineData("", null)]
    public async Task A_name_is_read_and_never_leads_anywhere(string disposition, string? expected) =>
        Assert.Equal(expected, await NameAsync(disposition));

    [Theory]
    [InlineData("attachment; filename=\"zë 📷.png\"", true, "zë 📷.png")]
    [InlineData("attachment; filename=zë.png", true, "zë.png")]
    [InlineData("attachment; filename=\"zë.png\"", false, "zë.png")]
    [InlineData("attachment; filename=\"фото.png\"; filename*=bad", true, "фото.png")]
    public async Task A_name_may_come_in_plain_bytes(string disposition, bool utf8, string expected)
    {
        var bytes = (utf8 ? Encoding.UTF8 : Encoding.Latin1).GetBytes(disposition);
        await using var server = new OneShotServer(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\nContent-Disposition: ");
            await connection.WriteAsync(bytes);
            await connection.WriteAsync("\r\n\r\n");
        });
        using var mxit = new MxitClient(
            new MxitClientOptions { ClientId = "id", ClientSecret = "secret", BaseAddress = server.Address });
        var thandi = mxit.ForUser(new UserToken("user-0", DateTimeOffset.MaxValue, ["profile/public"]));

        await using var picture = await thandi.Users.GetOwnAvatarAsync(null, Stop);

        Assert.Equal(expected, picture.FileName);
        await server.Served;
    }

    [Fact]
    public void Whatever_comes_is_a_name_or_none() =>
        Gen.String[Gen.Char["\";=*\\'/%?:. \tab0C3UTF-8filename=\u00c3\u00ab\u202e"], 0, 60].Sample(
            text =>
            {
                var name = NameAsync($"attachment; filename{text}").GetAwaiter().GetResult();
                Assert.True(
                    name is null || (name.Trim() == name && name is not ("" or "." or "..")
                        && name.AsSpan().IndexOfAny("/\\:\t\u202e") < 0 && !name.Any(char.IsControl)),
                    $"[{text}] gives [{name}]");
            },
            iter: 2_000);

    private async Task<string?> NameAsync(string disposition)
    {
        _server.Api = (_, _) =>
        {
            var content = new ByteArrayContent([1]);
            content.Headers.TryAddWithoutValidation("Content-Disposition", disposition);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        };
        using var mxit = _server.Client();
        await using var picture = await mxit.Users.GetAvatarAsync("thandi", null, Stop);
        return picture.FileName;
    }
}
