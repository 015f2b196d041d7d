namespace Mxit.Testing;

/// <summary>Signs the people of development mode in, on any server.</summary>
internal static class DevelopmentSignIn
{
    /// <summary>The password of a person of development mode.</summary>
    public static string PasswordOf(string login) => $"{login}-password";

    /// <summary>A client that acts for a person of development mode, with every scope.</summary>
    public static async Task<MxitUserClient> SignInAsync(
        this MxitClient client, string login, CancellationToken cancellationToken = default) =>
        client.ForUser(await client.OAuth
            .SignInWithPasswordAsync(login, PasswordOf(login), MxitScopes.All, null, cancellationToken).ConfigureAwait(false));
}
