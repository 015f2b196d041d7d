namespace Mxit.EndToEnd.Tests;

/// <summary>
/// One server on SQLite for the tests of a class that ask for it: those that change nothing, or nothing that another looks at.
/// Starting one takes longer than most of them do.
/// </summary>
public sealed class SharedServer : IAsyncLifetime
{
    internal Server Inner { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Inner = await Server.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Inner.DisposeAsync();
}
