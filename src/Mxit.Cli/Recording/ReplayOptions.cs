namespace Mxit.Cli.Recording;

/// <summary>The server and the credentials of a replay.</summary>
internal sealed record ReplayOptions
{
    public required Uri Server { get; init; }

    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    /// <summary>The login for each person of the recording, by user id; the one for all others has an empty user id.</summary>
    public required IReadOnlyDictionary<string, string> People { get; init; }

    /// <summary>The password of a login.</summary>
    public required Func<string, string> PasswordOf { get; init; }

    public string LoginFor(string? userId) =>
        userId is not null && People.TryGetValue(userId, out var login) ? login : People.GetValueOrDefault("", "");

    /// <summary>Without the secrets.</summary>
    public override string ToString() => $"{Server} as {ClientId}";
}
