using CsCheck;
using Mxit.Tests.Support;

namespace Mxit.Tests.Users;

/// <summary>All files of a folder, while files come and go.</summary>
public class GalleryListTests
{
    private readonly StubServer _server = new();
    private readonly List<string> _files = [];

    public GalleryListTests() => _server.Api = (request, _) => Task.FromResult(StubServer.Reply(200, Page(request, _files)));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 3, 1)]
    [InlineData(3, 3, 2)]
    [InlineData(7, 3, 4)]
    [InlineData(7, 1, 8)]
    [InlineData(7, 100, 2)]
    public async Task Every_file_comes_once_in_order(int count, int pageSize, int requests)
    {
        _files.AddRange(Enumerable.Range(1, count).Select(number => $"f{number}"));
        using var mxit = _server.Client();

        Assert.Equal(_files, await ListAsync(mxit, pageSize).Select(item => item.FileId.Value).ToListAsync(Stop));
        Assert.Equal(requests, _server.Sent.Count);
    }

    [Fact]
    public async Task Pages_overlap_by_one()
    {
        _files.AddRange(["f1", "f2", "f3", "f4"]);
        using var mxit = _server.Client();

        await ListAsync(mxit, 3).ToListAsync(Stop);

        Assert.Equal(
            [
                "/user/media/list/Vakansie%20foto%27s?skip=0&count=3",
                "/user/media/list/Vakansie%20foto%27s?skip=2&count=4",
                "/user/media/list/Vakansie%20foto%27s?skip=3&count=4",
            ],
            _server.Sent.Select(sent => sent.PathAndQuery));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task A_loop_that_deletes_what_it_is_given_leaves_nothing(int pageSize)
    {
        _files.AddRange(Enumerable.Range(1, 20).Select(number => $"f{number}"));
        using var mxit = _server.Client();
        var deleted = new List<string>();

        await foreach (var item in ListAsync(mxit, pageSize))
        {
            _files.Remove(item.FileId.Value);
            deleted.Add(item.FileId.Value);
        }

        Assert.Empty(_files);
        Assert.Equal(Enumerable.Range(1, 20).Select(number => $"f{number}"), deleted);
    }

    [Fact]
    public async Task What_was_there_all_the_time_is_never_missed_and_nothing_comes_twice() =>
        await Gen.Select(Gen.Int[1, 30], Gen.Int[1, 7], Gen.Int[0, 40].Array[0, 30])
            .SampleAsync(async (count, pageSize, deletions) =>
            {
                var files = Enumerable.Range(1, count).Select(number => $"f{number}").ToList();
                var stayed = files.ToHashSet();
                var rest = new Queue<int>(deletions);
                var server = new StubServer();
                server.Api = (request, _) => Task.FromResult(StubServer.Reply(200, Page(request, files)));
                using var mxit = server.Client();
                var read = new List<string>();

                await foreach (var item in mxit.ForUser(server.UserToken()).Users.ListGalleryItemsAsync(
                    "Default", pageSize, null, Stop))
                {
                    read.Add(item.FileId.Value);

                    // Somebody deletes a file, perhaps one that was read, and somebody uploads one.
                    if (rest.TryDequeue(out var which) && which < files.Count)
                    {
                        stayed.Remove(files[which]);
                        files.RemoveAt(which);
                        files.Add($"new-{read.Count}");
                    }
                }

                Assert.Equal(read.Distinct(), read);
                Assert.Empty(stayed.Except(read));
                Assert.InRange(server.Sent.Count, 1, 1_000);
            }, iter: 300);

    [Fact]
    public async Task A_server_that_does_not_heed_skip_or_count_ends_the_reading()
    {
        _server.Answer(200, """[{"FileId":"f1"},{"FileId":"f2"}]""");
        using var mxit = _server.Client();

        Assert.Equal(["f1", "f2"], await ListAsync(mxit, 1).Select(item => item.FileId.Value).ToListAsync(Stop));
        Assert.Equal(2, _server.Sent.Count);
    }

    [Fact]
    public async Task A_folder_that_goes_away_meanwhile_is_not_found()
    {
        _files.AddRange(["f1", "f2"]);
        using var mxit = _server.Client();
        await using var items = ListAsync(mxit, 1).GetAsyncEnumerator(Stop);
        Assert.True(await items.MoveNextAsync());

        _server.Answer(404, "\"Unknown folder\"");

        await Assert.ThrowsAsync<MxitNotFoundException>(() => items.MoveNextAsync().AsTask());
    }

    /// <summary>Plain skip and count, as documented.</summary>
    private static string Page(SentRequest request, List<string> files)
    {
        var query = System.Web.HttpUtility.ParseQueryString(request.Address.Query);
        var page = files.Skip(int.Parse(query["skip"]!, null)).Take(int.Parse(query["count"]!, null)).Select(
            id => $$"""{"FileId":"{{id}}"}""");
        return $"[{string.Join(',', page)}]";
    }

    private IAsyncEnumerable<GalleryItem> ListAsync(MxitClient mxit, int pageSize) =>
        mxit.ForUser(_server.UserToken()).Users.ListGalleryItemsAsync("Vakansie foto's", pageSize, null, Stop);
}
