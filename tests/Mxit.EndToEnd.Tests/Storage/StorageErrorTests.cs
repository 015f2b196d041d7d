using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mxit.EndToEnd.Tests.Pages;
using Mxit.Platform.Media;

namespace Mxit.EndToEnd.Tests.Storage;

/// <summary>Failures of files: before an answer has begun, within it, and where the framework keeps its keys.</summary>
public sealed class StorageErrorTests
{
    private const int NoSpaceLeft = 28;
    private const int ReadOnlyFileSystem = 30;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_that_breaks_off_within_is_cut_off_and_told_once()
    {
        var log = new LogLines();
        var storage = new BreakingStorage();
        await using var server = await Server.StartAsync(configure: options => options.ConfigureServices = services =>
        {
            services.AddSingleton<ILoggerProvider>(log);
            storage.TakeThePlace(services);
        });
        var token = await server.UserTokenAsync("alice", "content/write", "content/read");
        var file = (await server.PostAsync(
            "/user/media/file/Default?fileName=a.txt", token, new string('x', 300_000), "text/plain")).Body.Trim('"');
        log.Clear();
        storage.BreaksAfter = 100_000;

        for (var n = 0; n < 5; n++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/user/media/content/{file}");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            using var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
            Assert.Equal(200, (int)answer.StatusCode);
            await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsByteArrayAsync(Stop));
        }

        var line = Assert.Single(log.From(LogLevel.Warning));
        Assert.Contains("The folders of the server's files cannot be used.", line, StringComparison.Ordinal);
        Assert.Equal("ready", (await server.GetAsync("/health/ready", null)).Body);
    }

    [Theory]
    [InlineData(NoSpaceLeft, 507)]
    [InlineData(ReadOnlyFileSystem, 503)]
    public async Task Where_the_keys_of_pages_cannot_be_written_a_page_says_so(int error, int status)
    {
        var keys = new FailingKeys(new IOException("Keys cannot be written", error));
        await using var server = await Server.StartAsync(configure: options => options.ConfigureServices = services =>
            services.PostConfigure<KeyManagementOptions>(keyManagement => keyManagement.XmlRepository = keys));
        using var visitor = new Visitor(server.Inner.Address);

        var refused = await visitor.GetAsync("/sign-in");

        Assert.Equal(status, refused.Status);
        keys.Failure = null;
        Assert.Equal(200, (await visitor.GetAsync("/sign-in")).Status);
    }

    [Fact]
    public async Task A_program_with_a_token_gets_no_page_whatever_it_says_that_it_takes()
    {
        await using var server = await Server.StartAsync(configure: options => options.ConfigureServices = services =>
            services.AddSingleton<IMediaStorage, FullStorage>());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/user/media/file/Default?fileName=a.txt")
        {
            Content = new StringContent("x"),
        };
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"Bearer {await server.UserTokenAsync("alice", "content/write")}");

        // What the class of Java for HTTP sends by itself.
        request.Headers.TryAddWithoutValidation("Accept", "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2");
        var answer = await server.SendAsync(request);

        Assert.Equal(
            (507, "application/json; charset=utf-8", "\"The server has no room left for files; try again later.\""),
            (answer.Status, answer.Header("Content-Type"), answer.Body));
    }

    private sealed class FailingKeys(Exception failure) : IXmlRepository
    {
        private readonly List<XElement> _elements = [];

        public Exception? Failure { get; set; } = failure;

        public IReadOnlyCollection<XElement> GetAllElements() => _elements;

        public void StoreElement(XElement element, string friendlyName)
        {
            if (Failure is { } now)
            {
                throw now;
            }

            _elements.Add(element);
        }
    }

    private sealed class BreakingStorage : IMediaStorage
    {
        private IMediaStorage _inner = null!;

        public int BreaksAfter { get; set; } = int.MaxValue;

        public void TakeThePlace(IServiceCollection services)
        {
            var real = services.Last(service => service.ServiceType == typeof(IMediaStorage)).ImplementationType!;
            services.AddSingleton<IMediaStorage>(provider =>
            {
                _inner = (IMediaStorage)ActivatorUtilities.CreateInstance(provider, real);
                return this;
            });
        }

        public Task<IStagedMedia> StageAsync(Stream content, long maxBytes, CancellationToken cancellationToken) =>
            _inner.StageAsync(content, maxBytes, cancellationToken);

        public async Task<Stream?> OpenOrNullAsync(string key, CancellationToken cancellationToken) =>
            await _inner.OpenOrNullAsync(key, cancellationToken) is { } stream ? new BreakingStream(stream, BreaksAfter) : null;

        public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken) =>
            _inner.ExistsAsync(key, cancellationToken);

        public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken) =>
            _inner.DeleteAsync(key, cancellationToken);

        public IAsyncEnumerable<StoredMedia> ListAsync(CancellationToken cancellationToken) =>
            _inner.ListAsync(cancellationToken);

        public Task<int> RemoveLeftoversAsync(DateTimeOffset stagedBefore, CancellationToken cancellationToken) =>
            _inner.RemoveLeftoversAsync(stagedBefore, cancellationToken);
    }

    /// <summary>A disk that reads so far and no further.</summary>
    private sealed class BreakingStream(Stream inner, int breaksAfter) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => inner.CanSeek;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => inner.Position = value;
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Position >= breaksAfter
            ? throw new IOException("Input/output error", 5)
            : inner.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
