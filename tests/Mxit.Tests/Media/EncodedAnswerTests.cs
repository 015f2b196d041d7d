using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using CsCheck;
using Mxit.Tests.Messenger;
using Mxit.Tests.Support;

namespace Mxit.Tests.Media;

/// <summary>Answers that were encoded without being asked: what a caller gets is always the content.</summary>
public class EncodedAnswerTests
{
    private const string Page = """{"messages":[],"cursor":42,"hasMore":false}""";

    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(number => (byte)(number * 7 >> 3))];

    private readonly PausingClock _clock = new();
    private readonly StubServer _server;

    public EncodedAnswerTests() => _server = new StubServer { Clock = _clock, MaxRetries = 3 };

    /// <summary>How the bytes were made, and what the header says of it.</summary>
    public static TheoryData<string, string> Encodings => new()
    {
        { "gzip", "gzip" },
        { "gzip", "GZIP" },
        { "gzip", "x-gzip" },
        { "gzip", "X-GZip" },
        { "deflate", "deflate" },
        { "raw", "Deflate" },
        { "br", "br" },
        { "br", "BR" },
        { "gzip, br", "gzip, br" },
        { "br, gzip", " br ,\tgzip" },
        { "gzip, gzip", "gzip,gzip" },
        { "raw, deflate, gzip", "deflate, deflate, gzip" },
        { "gzip", "identity, gzip" },
        { "gzip", "gzip,, identity" },
        { "", "identity" },
        { "", "Identity" },
        { "", "none" },
        { "", "" },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Json_errors_tokens_and_events_are_decoded(string made, string header)
    {
        _server.Tokens = (request, _) => Task.FromResult(Encoded.Reply(
            200,
            Encoded.Bytes(
                $$"""{"access_token":"{{(request.Body.Contains("client_credentials", StringComparison.Ordinal) ? "app" : "user")}}-1","token_type":"bearer","expires_in":3600}""", made),
            header));
        _server.Api = (request, _) => Task.FromResult(request.PathAndQuery switch
        {
            "/message/send" => Encoded.Reply(400, Encoded.Bytes("\"Unknown recipient: m2\"", made), header),
            _ when request.PathAndQuery.StartsWith("/messenger/events", StringComparison.Ordinal) =>
                Encoded.Reply(200, Encoded.Bytes(Events.MessageEvent(7), made), header, "text/event-stream"),
            _ => Encoded.Reply(200, Encoded.Bytes(Page, made), header),
        });
        using var mxit = _server.Client();
        var messenger = mxit.ForUser(_server.UserToken()).Messenger;

        Assert.Equal(42, (await messenger.GetMessagesPageAsync(cancellationToken: Stop)).Next.Number());
        Assert.Equal(7, (await messenger.ListenAsync(default, cancellationToken: Stop).FirstAsync(Stop)).Cursor.Number());
        var failure = await Assert.ThrowsAsync<MxitUnknownRecipientsException>(
            () => mxit.Messaging.SendMessageAsync("demo", ["m1", "m2"], "x", cancellationToken: Stop));

        Assert.Equal(["m2"], failure.UnknownRecipients);
        Assert.Equal("app-1", _server.ApiCalls[^1].Bearer);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_download_is_stored_decoded(string made, string header)
    {
        using var folder = new TemporaryFolder();
        var bytes = Encoded.Bytes(Content, made);
        _server.Api = (_, _) =>
        {
            var reply = Encoded.Reply(200, bytes, header, "image/png");
            reply.Headers.ETag = new EntityTagHeaderValue("\"v1\"");

            // Both are those of what is sent (RFC 9110, section 8.6; RFC 9530, section 3).
            reply.Headers.TryAddWithoutValidation("Repr-Digest", $"sha-256=:{Convert.ToBase64String(SHA256.HashData(bytes))}:");
            return Task.FromResult(reply);
        };
        using var mxit = _server.Client();

        await using (var file = await OpenAsync(mxit))
        {
            Assert.Equal(made.Length == 0 ? Content.Length : null, file.Length);
            await file.SaveAsync(folder.File("a.png"), Stop);
        }

        Assert.Equal(Content, await File.ReadAllBytesAsync(folder.File("a.png"), Stop));
        await using var again = await OpenAsync(mxit);
        Assert.Equal(Content, await again.ReadAsBytesAsync(cancellationToken: Stop));
        Assert.Single(_server.ApiCalls.Select(call => call.Header("Accept-Encoding")).Distinct(), "identity");
    }

    [Fact]
    public async Task A_file_that_is_packed_itself_stays_as_it_is()
    {
        var packed = Encoded.Bytes(Content, "gzip");
        _server.Api = (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(packed) { Headers = { ContentType = new MediaTypeHeaderValue("application/gzip") } },
        });
        using var mxit = _server.Client();

        await using var file = await OpenAsync(mxit);

        Assert.Equal(packed.Length, file.Length);
        Assert.Equal(packed, await file.ReadAsBytesAsync(cancellationToken: Stop));
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("compress")]
    [InlineData("gzip, zstd")]
    [InlineData("aes128gcm, gzip")]
    [InlineData("gzip;q=1")]
    [InlineData("utf-8")]
    [InlineData("gzip, gzip, gzip, gzip, gzip")]
    public async Task An_encoding_that_is_not_known_is_named_and_nothing_is_stored(string header)
    {
        using var folder = new TemporaryFolder();
        _server.Api = (_, _) => Task.FromResult(Encoded.Reply(200, Encoded.Bytes(Page, "gzip"), header));
        using var mxit = _server.Client();

        var json = await Assert.ThrowsAsync<MxitApiException>(
            () => mxit.ForUser(_server.UserToken()).Messenger.GetMessagesPageAsync(cancellationToken: Stop));
        var file = await Assert.ThrowsAsync<MxitApiException>(async () =>
        {
            await using var download = await OpenAsync(mxit);
            await download.SaveAsync(folder.File("a"), Stop);
        });
        var feed = await Assert.ThrowsAsync<MxitApiException>(async () =>
        {
            _server.Api = (_, _) => Task.FromResult(Encoded.Reply(200, Encoded.Bytes("", "gzip"), header, "text/event-stream"));
            await mxit.ForUser(_server.UserToken()).Messenger.ListenAsync(default, cancellationToken: Stop).FirstAsync(Stop);
        });

        Assert.Empty(folder.Names);
        Assert.All([json, file, feed], failure => Assert.Contains("encod", failure.Message, StringComparison.Ordinal));
        Assert.All([json, file, feed], failure => Assert.Equal(HttpStatusCode.OK, failure.StatusCode));
        Assert.Equal(3, _server.ApiCalls.Count);
    }

    [Fact]
    public async Task An_error_in_an_encoding_that_is_not_known_or_damaged_keeps_its_status()
    {
        using var mxit = _server.Client();
        foreach (var header in new[] { "zstd", "gzip", "br" })
        {
            _server.Api = (_, _) => Task.FromResult(Encoded.Reply(404, [1, 2, 3, 4], header));

            await Assert.ThrowsAsync<MxitNotFoundException>(() => OpenAsync(mxit));
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("raw")]
    [InlineData("br")]
    [InlineData("gzip, br")]
    public async Task Bytes_that_are_damaged_or_cut_off_are_never_content(string made)
    {
        var whole = Encoded.Bytes(Content, made);
        foreach (var announced in new[] { true, false })
        {
            foreach (var cut in Enumerable.Range(1, 30)
                .Append(whole.Length / 2).Append(whole.Length - 1).Append(whole.Length - 2))
            {
                await AssertFailsAsync(MxitErrorReason.Connection, whole[..^cut], announced);
            }
        }

        if (made is "gzip" or "deflate")
        {
            // The others have nothing to check them by.
            var damaged = whole.ToArray();
            damaged[whole.Length / 2] ^= 0x55;
            await AssertFailsAsync(MxitErrorReason.InvalidReply, damaged, announced: true);
        }

        async Task AssertFailsAsync(MxitErrorReason reason, byte[] bytes, bool announced)
        {
            using var folder = new TemporaryFolder();
            _server.Api = (_, _) =>
            {
                var reply = Encoded.Reply(200, bytes, made.Replace("raw", "deflate", StringComparison.Ordinal), "image/png");
                if (!announced)
                {
                    var headers = reply.Content.Headers.NonValidated.ToList();
                    reply.Content = new StreamContent(new OneWayStream(bytes));
                    headers.ForEach(header => reply.Content.Headers.TryAddWithoutValidation(header.Key, header.Value));
                }

                return Task.FromResult(reply);
            };
            using var mxit = _server.Client();
            await using var file = await OpenAsync(mxit);

            // Cut off within its first bytes it can also look damaged.
            var failure = await Assert.ThrowsAnyAsync<MxitException>(() => file.SaveAsync(folder.File("a"), Stop));
            Assert.True(failure.Reason == reason || bytes.Length <= 2, failure.ToString());
            Assert.Empty(folder.Names);
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Nothing_at_all_is_empty_in_every_encoding(string header)
    {
        _server.Api = (_, _) => Task.FromResult(Encoded.Reply(200, [], header));
        using var mxit = _server.Client();

        await mxit.Messaging.SendMessageAsync("demo", ["m1"], "x", cancellationToken: Stop);
        await using var file = await OpenAsync(mxit);

        Assert.Empty(await file.ReadAsBytesAsync(cancellationToken: Stop));
    }

    [Fact]
    public void Whatever_the_content_and_however_it_comes_it_is_the_same() =>
        Gen.Select(
            Gen.Byte.Array[0, 5_000],
            Gen.Int[1, 4_000],
            Gen.Int[0, 3].Select(static number => new[] { "gzip", "deflate", "raw", "br" }[number]).List[1, 3],
            Gen.Int[1, 3_000],
            Gen.Int[1, 3_000]).Sample(
            (seed, repeats, encodings, arrives, asked) =>
            {
                // Long enough to leave the buffers of the decoders now and then.
                var content = Enumerable.Repeat(seed, Math.Min(repeats, 200)).SelectMany(static bytes => bytes).ToArray();
                var made = string.Join(',', encodings);
                var server = new StubServer
                {
                    Api = (_, _) =>
                    {
                        var reply = new HttpResponseMessage(HttpStatusCode.OK)
                        {
                            Content = new StreamContent(new PiecesStream(Encoded.Bytes(content, made), arrives)),
                        };
                        reply.Content.Headers.TryAddWithoutValidation(
                            "Content-Encoding", made.Replace("raw", "deflate", StringComparison.Ordinal));
                        return Task.FromResult(reply);
                    },
                };
                using var mxit = server.Client();
                var file = mxit.ForUser(server.UserToken()).Users.GetGalleryFileAsync("f1", null, Stop).GetAwaiter().GetResult();
                using var copy = new MemoryStream();
                file.Content.CopyTo(copy, asked);
                Assert.Equal(content, copy.ToArray());
            },
            iter: 100);

    [Fact]
    public async Task A_break_goes_on_in_what_is_sent_and_not_in_what_comes_of_it()
    {
        var bytes = Encoded.Bytes(Content, "gzip");
        Serve(bytes, static _ => "gzip");
        using var mxit = _server.Client();

        await using var file = await OpenAsync(mxit);
        Assert.Equal(Content, await file.ReadAsBytesAsync(cancellationToken: Stop));

        Assert.Equal([null, $"bytes={bytes.Length / 2}-"], _server.ApiCalls.Select(call => call.Header("Range")));
    }

    [Fact]
    public async Task A_rest_in_another_encoding_is_never_mixed_with_what_came()
    {
        using var folder = new TemporaryFolder();
        Serve(Encoded.Bytes(Content, "gzip"), static isRest => isRest ? "" : "gzip");
        using var mxit = _server.Client();

        await using var file = await OpenAsync(mxit);

        await Fails.WithAsync(MxitErrorReason.ContentMismatch, () => file.SaveAsync(folder.File("a"), Stop));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task A_handler_below_that_decodes_too_is_no_obstacle()
    {
        await using var server = new OneShotServer(async connection =>
        {
            await connection.ReadHeadAsync();
            var packed = Encoded.Bytes(Encoded.Bytes(Content, "gzip"), "br");
            await connection.WriteAsync(
                $"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, br\r\nContent-Length: {packed.Length}\r\nConnection: close\r\n\r\n");
            await connection.WriteAsync(packed);
        });
        using var decoding = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });
        using var mxit = new MxitClient(new MxitClientOptions
        {
            ClientId = "id",
            ClientSecret = "secret",
            BaseAddress = server.Address,
            HttpClient = decoding,
        });

        await using var file = await mxit.ForUser(new UserToken("user-0", DateTimeOffset.MaxValue, ["content/read"]))
            .Users.GetGalleryFileAsync("f1", null, Stop);

        Assert.Equal(Content, await file.ReadAsBytesAsync(cancellationToken: Stop));
        await server.Served;
    }

    private Task<MediaDownload> OpenAsync(MxitClient mxit) =>
        mxit.ForUser(_server.UserToken()).Users.GetGalleryFileAsync("f1", null, Stop);

    /// <summary>The first half, then a break; the rest when it is asked for.</summary>
    private void Serve(byte[] bytes, Func<bool, string> encoding) => _server.Api = (request, _) =>
    {
        var from = request.Header("Range") is { } range ? int.Parse(range["bytes=".Length..^1], null) : 0;
        var part = new StreamContent(
            from == 0 ? new BreakingStream(bytes[..(bytes.Length / 2)]) : new MemoryStream(bytes[from..]));
        part.Headers.ContentLength = bytes.Length - from;
        part.Headers.TryAddWithoutValidation("Content-Encoding", encoding(from > 0));
        if (from > 0)
        {
            part.Headers.ContentRange = new ContentRangeHeaderValue(from, bytes.Length - 1, bytes.Length);
        }

        return Task.FromResult(new HttpResponseMessage(from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK)
        {
            Content = part,
            Headers = { ETag = new EntityTagHeaderValue("\"v1\"") },
        });
    };
}
