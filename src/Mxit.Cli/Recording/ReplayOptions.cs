namespace Mxit.Cli.Recording;

/// <summary>Against which server, and as whom, a recording is played.</summary>
internal sealed record ReplayOptions
{
    public required Uri Server { get; init; }

    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    /// <summary>The login that stands for each person of the recording, by user id; under an empty one for all others.</summary>
    public required IReadOnlyDictionary<string, string> People { get; init; }

    /// <summary>The password of a login.</summary>
    public required Func<string, string> PasswordOf { get; init; }

    public string LoginFor(string? userId) =>
        userId is not null && People.TryGetValue(userId, out var login) ? login : People.GetValueOrDefault("", "");

    /// <summary>Leaves secrets out.</summary>
    public override string ToString() => $"{Server} as {ClientId}";
}
