using System.Data.Common;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Mxit.EndToEnd.Tests.Pages;
using Mxit.Platform.Data;
using Mxit.TestKit;

namespace Mxit.EndToEnd.Tests;

/// <summary>Live streams: how many somebody may have open, and what many of them cost.</summary>
public sealed class StreamTests
{
    private const string Alice = "m10000000001";
    private const string Bob = "m10000000002";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/messenger/events", false)]
    [InlineData("/delivery/events", false)]
    [InlineData("/delivery/events", true)]
    public async Task One_stream_too_many_ends_the_oldest_and_says_why(string path, bool asApp)
    {
        await using var server = await Server.StartAsync(configure: options => options.Settings["Mxit:Streams:MaxOpen"] = "3");
        var token = asApp ? await server.AppTokenAsync("message/send") : await server.UserTokenAsync("alice", "messenger");
        var streams = new List<OpenedStream>();
        for (var n = 0; n < 3; n++)
        {
            streams.Add(await OpenedStream.OpenAsync(server, path, bearer: token));
        }

        // Of another kind, of another person, on the pages: these are counted apart.
        using var visitor = await Visitor.SignInAsync(server, "alice");
        await using var page = await OpenedStream.OpenAsync(server, path, cookies: visitor.Cookies);
        await using var otherPerson = await OpenedStream.OpenAsync(
            server, path, bearer: await server.UserTokenAsync("bob", "messenger"));
        await using var otherKind = asApp
            ? null
            : await OpenedStream.OpenAsync(
                server, path == "/delivery/events" ? "/messenger/events" : "/delivery/events", bearer: token);
        Assert.All(streams, stream => Assert.False(stream.End.IsCompleted));

        streams.Add(await OpenedStream.OpenAsync(server, path, bearer: token));
        streams.Add(await OpenedStream.OpenAsync(server, path, bearer: token));

        foreach (var oldest in streams[..2])
        {
            var last = await oldest.End.WaitAsync(TimeSpan.FromSeconds(20), Stop);
            Assert.Equal(("closed", "replaced"), (last.EventType, Reason(last)));
        }

        Assert.All([.. streams[2..], page, otherPerson], stream => Assert.False(stream.End.IsCompleted));
        Assert.False(otherKind?.End.IsCompleted ?? false);

        await CloseAsync(streams);
    }

    [Fact]
    public async Task Without_a_setting_ten_streams_of_a_person_and_app_stay_open()
    {
        await using var server = await Server.StartAsync();
        var token = await server.UserTokenAsync("alice", "messenger");
        var streams = new List<OpenedStream>();
        for (var n = 0; n < 40; n++)
        {
            streams.Add(await OpenedStream.OpenAsync(server, "/messenger/events", bearer: token));
        }

        await WaitFor.ConditionAsync(() => streams.Count(stream => stream.End.IsCompleted) == 30);
        Assert.All(streams[30..], stream => Assert.False(stream.End.IsCompleted));
        await CloseAsync(streams);
    }

    [Fact]
    public async Task A_client_whose_feed_was_replaced_ends_with_the_reason_and_does_not_come_back()
    {
        await using var server = await Server.StartAsync(configure: options => options.Settings["Mxit:Streams:MaxOpen"] = "1");
        using var client = server.CreateClient();
        var alice = await client.SignInAsync("alice", Stop);
        var first = alice.Messenger.ListenAsync(default, cancellationToken: Stop).GetAsyncEnumerator(Stop);
        await client.Messaging.SendMessageAsync("demo", [Alice], "one", cancellationToken: Stop);
        Assert.True(await first.MoveNextAsync());
        var cursor = first.Current.Cursor;
        var waiting = first.MoveNextAsync().AsTask();

        await using var second = alice.Messenger.ListenAsync(cursor, cancellationToken: Stop).GetAsyncEnumerator(Stop);
        var hearing = second.MoveNextAsync().AsTask();

        var ended = await Assert.ThrowsAsync<MxitApiException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(20), Stop));
        Assert.Equal("replaced", ended.Error);
        await client.Messaging.SendMessageAsync("demo", [Alice], "two", cancellationToken: Stop);
        Assert.True(await hearing.WaitAsync(TimeSpan.FromSeconds(20), Stop));
        Assert.Equal("two", second.Current.Body);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task Many_streams_of_one_person_read_the_database_once_for_all(MxitTestDatabase provider)
    {
        const int Streams = 60;
        const int Messages = 10;
        var reads = new Reads("\"InboxEntries\"");
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await StartAsync(provider, reads, clock);
        var token = await server.UserTokenAsync("bob", "messenger");
        var sender = await server.AppTokenAsync("message/send");
        var streams = await OpenManyAsync(server, "/messenger/events", token, Streams);
        reads.Start();

        for (var n = 1; n <= Messages; n++)
        {
            Assert.Equal(200, (await server.PostAsync("/message/send", sender, $$"""{"To":"{{Bob}}","Body":"{{n}}"}""")).Status);
            await WaitFor.ConditionAsync(() => streams.All(stream => stream.Messages == n));
        }

        // One for each message; a second where a stream came to the next page while others were still reading this one.
        Assert.InRange(reads.Count, Messages, 2 * Messages);

        // What is looked at without news, in case a hint was lost, is looked at together too.
        reads.Start();
        clock.Advance(TimeSpan.FromSeconds(4));
        await WaitFor.ConditionAsync(() => reads.Count > 0);
        clock.Advance(TimeSpan.FromSeconds(4));
        await WaitFor.ConditionAsync(() => reads.Count > 1);
        Assert.InRange(reads.Count, 2, 4);
        await CloseAsync(streams);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task Many_streams_of_one_sender_read_what_became_of_the_messages_once_for_all(MxitTestDatabase provider)
    {
        const int Streams = 40;
        const int Messages = 6;
        var reads = new Reads("FROM \"DeliveryCounter\"");
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await StartAsync(provider, reads, clock);
        var token = await server.AppTokenAsync("message/send");
        var streams = await OpenManyAsync(server, "/delivery/events", token, Streams);
        reads.Start();

        for (var n = 1; n <= Messages; n++)
        {
            // Dave does not have the app, so each of these becomes a change.
            Assert.Equal(
                200, (await server.PostAsync("/message/send", token, $$"""{"To":"m10000000004","Body":"{{n}}"}""")).Status);
            await WaitFor.ConditionAsync(() => streams.All(stream => stream.Messages == n));
        }

        Assert.InRange(reads.Count, Messages, 2 * Messages);
        await CloseAsync(streams);
    }

    [Theory, MemberData(nameof(Server.Databases), MemberType = typeof(Server))]
    public async Task R_14_streams_from_different_places_each_get_what_comes_after_theirs(MxitTestDatabase provider)
    {
        await using var server = await Server.StartAsync(provider);
        var token = await server.UserTokenAsync("bob", "messenger");
        var sender = await server.AppTokenAsync("message/send");
        for (var n = 0; n < 8; n++)
        {
            await server.PostAsync("/message/send", sender, $$"""{"To":"{{Bob}}","Body":"{{n}}"}""");
        }

        await server.TextsAsync("bob", 8);
        var page = JsonDocument.Parse((await server.GetAsync("/messenger/messages", token)).Body)
            .RootElement.GetProperty("messages");
        var streams = new List<OpenedStream>();
        foreach (var start in (int[])[0, 3, 5, 8])
        {
            var after = start == 0 ? 0 : page[start - 1].GetProperty("cursor").GetInt64();
            streams.Add(await OpenedStream.OpenAsync(server, $"/messenger/events?after={after}", bearer: token));
        }

        for (var n = 8; n < 20; n++)
        {
            await server.PostAsync("/message/send", sender, $$"""{"To":"{{Bob}}","Body":"{{n}}"}""");
        }

        await WaitFor.ConditionAsync(() => streams.Zip((int[])[20, 17, 15, 12]).All(pair => pair.First.Messages == pair.Second));
        Assert.All(streams, stream => Assert.Equal(
            Enumerable.Range(20 - stream.Messages, stream.Messages).Select(n => $"{n}"), stream.Bodies));
        await CloseAsync(streams);
    }

    private static string? Reason(SseItem<string> closed) =>
        JsonDocument.Parse(closed.Data).RootElement.GetProperty("reason").GetString();

    private static Task<Server> StartAsync(MxitTestDatabase provider, Reads reads, FakeTimeProvider clock) =>
        Server.StartAsync(provider, options =>
        {
            options.TimeProvider = clock;
            options.Settings["Mxit:Streams:MaxOpen"] = "100";
            options.ConfigureServices = services =>
                services.ConfigureDbContext<MxitDbContext>(context => context.AddInterceptors(reads));
        });

    private static async Task<List<OpenedStream>> OpenManyAsync(Server server, string path, string token, int count)
    {
        var streams = await Task.WhenAll(
            Enumerable.Range(0, count).Select(_ => OpenedStream.OpenAsync(server, path, bearer: token)));
        return [.. streams];
    }

    private static async Task CloseAsync(List<OpenedStream> streams)
    {
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    /// <summary>Counts the queries of EF Core that hold a text.</summary>
    private sealed class Reads(string text) : DbCommandInterceptor
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void Start() => Interlocked.Exchange(ref _count, 0);

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains(text, StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _count);
            }

            return ValueTask.FromResult(result);
        }
    }

    /// <summary>A stream that is read in the background.</summary>
    private sealed class OpenedStream : IAsyncDisposable
    {
        private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false });
        private readonly CancellationTokenSource _leaving = new();
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly List<string> _bodies = [];
        private int _messages;

        /// <summary>The last event, once the stream has ended.</summary>
        public Task<SseItem<string>> End { get; private set; } = null!;

        public int Messages => Volatile.Read(ref _messages);

        public IReadOnlyList<string> Bodies => _bodies;

        public static async Task<OpenedStream> OpenAsync(
            Server server, string path, string? bearer = null, string? cookies = null)
        {
            var stream = new OpenedStream();
            var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Inner.Address, path));
            if (bearer is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {bearer}");
            }

            if (cookies is not null)
            {
                request.Headers.TryAddWithoutValidation("Cookie", cookies);
            }

            stream.End = stream.ReadAsync(request);
            await Task.WhenAny(stream._open.Task, stream.End);
            await stream._open.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop);
            return stream;
        }

        public async ValueTask DisposeAsync()
        {
            await _leaving.CancelAsync();
            await End.ContinueWith(static _ => { }, TaskScheduler.Default);
            _http.Dispose();
        }

        private async Task<SseItem<string>> ReadAsync(HttpRequestMessage request)
        {
            using (request)
            {
                using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _leaving.Token);
                answer.EnsureSuccessStatusCode();
                await using var body = await answer.Content.ReadAsStreamAsync(_leaving.Token);
                SseItem<string> last = default;
                await foreach (var item in SseParser.Create(body).EnumerateAsync(_leaving.Token))
                {
                    last = item;
                    if (item.EventType is "message" or "delivery")
                    {
                        using var json = JsonDocument.Parse(item.Data);
                        _bodies.Add(json.RootElement.TryGetProperty("body", out var text) ? text.GetString()! : "");
                        Interlocked.Increment(ref _messages);
                    }

                    // The first event says that from now on nothing is missed.
                    _open.TrySetResult();
                }

                return last;
            }
        }
    }
}
