using Mxit.Tests.Support;

namespace Mxit.Tests.Users;

/// <summary>
/// Servers compare the names of folders character by character, so all calls spell them in one way: composed (NFC).
/// </summary>
public sealed class FolderNameTests
{
    private const string Decomposed = "Cafe\u0301";

    private readonly StubServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_call_sends_the_name_of_a_folder_composed()
    {
        Assert.SkipUnless(
            Decomposed.Normalize().Length == 4, "This process runs with invariant globalization, where .NET cannot compose.");
        using var mxit = _server.Client();
        var thandi = mxit.ForUser(_server.UserToken());

        await thandi.Users.CreateGalleryFolderAsync(Decomposed, null, Stop);
        await thandi.Users.RenameGalleryFolderAsync(Decomposed, Decomposed, null, Stop);
        await thandi.Users.DeleteGalleryFolderAsync(Decomposed, null, Stop);
        _server.Answer(200, "[]");
        await thandi.Users.GetGalleryItemListAsync(Decomposed, 0, 1, null, Stop);
        Assert.Empty(await thandi.Users.ListGalleryItemsAsync(Decomposed, cancellationToken: Stop).ToListAsync(Stop));
        _server.Answer(200, "\"f1\"");
        await thandi.Users.UploadGalleryFileAsync(
            Decomposed, new MediaUpload("bytes"u8.ToArray(), "a.txt"), cancellationToken: Stop);
        _server.Answer(404, "{}");
        await Assert.ThrowsAnyAsync<MxitApiException>(
            () => thandi.Messenger.AcceptOfferAsync("0197a3f0-1c2d-7e4f-8a9b-000000000001", Decomposed, cancellationToken: Stop));

        Assert.Equal(7, _server.Sent.Count);
        Assert.All(_server.Sent, sent =>
        {
            var all = Uri.UnescapeDataString(sent.PathAndQuery) +
                sent.Body?.Replace("\\u00E9", "\u00E9", StringComparison.OrdinalIgnoreCase);
            Assert.Contains("Caf\u00E9", all, StringComparison.Ordinal);
            Assert.DoesNotContain(
                "0301", Uri.EscapeDataString(all).Replace("%CC%81", "0301", StringComparison.Ordinal), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task An_error_does_not_repeat_the_name_in_either_spelling()
    {
        Assert.SkipUnless(
            Decomposed.Normalize().Length == 4, "This process runs with invariant globalization, where .NET cannot compose.");
        using var mxit = _server.Client();
        _server.Answer(400, "{\"error\":\"invalid_request\",\"error_description\":\"There is no Caf\u00E9 here.\"}");

        var failure = await Assert.ThrowsAnyAsync<MxitApiException>(
            () => mxit.ForUser(_server.UserToken()).Users.DeleteGalleryFolderAsync(Decomposed, null, Stop));

        Assert.DoesNotContain("Caf", failure.ToString(), StringComparison.Ordinal);
    }
}
