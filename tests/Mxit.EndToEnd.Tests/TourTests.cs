namespace Mxit.EndToEnd.Tests;

/// <summary><c>mxit tour</c>, in a process of its own.</summary>
public sealed class TourTests
{
    // Every call of python-mxit's README, by the name that it has here. Source: wire document, section 10.
    private static readonly string[] Calls =
    [
        // auth_url and get_user_token: the address is that of the request which is redeemed
        nameof(OAuthClient.ExchangeCodeAsync),
        nameof(MessagingClient.SendMessageAsync),
        nameof(UserMessagingClient.SendUserToUserMessageAsync),
        nameof(UsersClient.GetUserIdAsync),
        nameof(UsersClient.GetStatusAsync),
        nameof(UsersClient.GetDisplayNameAsync),
        nameof(UsersClient.GetAvatarAsync),
        nameof(UsersClient.GetBasicProfileAsync),
        nameof(UserAccountClient.GetFullProfileAsync),
        nameof(UserAccountClient.UpdateProfileAsync),
        nameof(UserAccountClient.SetStatusAsync),
        nameof(UserAccountClient.SetAvatarAsync),
        nameof(UserAccountClient.DeleteAvatarAsync),
        nameof(UserAccountClient.AddContactAsync),
        nameof(UserAccountClient.GetContactListAsync),
        nameof(UserAccountClient.GetFriendSuggestionsAsync),
        nameof(UserAccountClient.GetGalleryFolderListAsync),
        nameof(UserAccountClient.CreateGalleryFolderAsync),
        nameof(UserAccountClient.RenameGalleryFolderAsync),
        nameof(UserAccountClient.DeleteGalleryFolderAsync),
        nameof(UserAccountClient.GetGalleryItemListAsync),
        nameof(UserAccountClient.UploadGalleryFileAsync),
        nameof(UserAccountClient.GetGalleryFileAsync),
        nameof(UserAccountClient.RenameGalleryFileAsync),
        nameof(UserAccountClient.DeleteGalleryFileAsync),
        nameof(UsersClient.UploadFileAndSendFileOfferAsync),
        nameof(UsersClient.SendFileOfferAsync),
    ];

    [Fact]
    public async Task The_tour_walks_every_call_of_the_historic_library()
    {
        var tour = await ProgramRun.OfMxitAsync(["tour"]);
        var output = tour.Output;

        Assert.True(tour.ExitCode == 0, output);
        Assert.Contains(" calls were as they should be", output, StringComparison.Ordinal);
        Assert.All(Calls, call => Assert.Contains(call + '(', output, StringComparison.Ordinal));
    }
}
