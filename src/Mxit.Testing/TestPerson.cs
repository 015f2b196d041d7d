namespace Mxit.Testing;

/// <summary>A person of a test server, signed in, who reads, answers, accepts and blocks as a person with a phone does.</summary>
public sealed class TestPerson : IAsyncDisposable
{
    private readonly Predicate<UserId> _isOnline;
    private CancellationTokenSource? _online;
    private Task _listening = Task.CompletedTask;

    internal TestPerson(UserId userId, string login, string password, MxitUserClient client, Predicate<UserId> isOnline) =>
        (UserId, Login, Password, Client, _isOnline) = (userId, login, password, client, isOnline);

    /// <summary>The user id.</summary>
    public UserId UserId { get; }

    /// <summary>The name with which the person signs in.</summary>
    public string Login { get; }

    /// <summary>The password; worth nothing outside of the test.</summary>
    public string Password { get; }

    /// <summary>Acts for the person, with every scope.</summary>
    public MxitUserClient Client { get; }

    /// <summary>All messages of the person, sent and received, oldest first.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<MessengerMessage>> ReadInboxAsync(CancellationToken cancellationToken = default)
    {
        var messages = new List<MessengerMessage>();
        await foreach (var message in Client.Messenger.ListMessagesAsync(cancellationToken: cancellationToken)
            .ConfigureAwait(false))
        {
            messages.Add(message);
        }

        return messages;
    }

    /// <summary>Waits until the person has received a message.</summary>
    /// <param name="isExpected">Which one; the first when <see langword="null"/>.</param>
    /// <param name="timeout">How long, in real time; 30 seconds when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="TimeoutException">No such message arrived; the text says how many others did.</exception>
    public async Task<MessengerMessage> WaitForMessageAsync(
        Predicate<MessengerMessage>? isExpected = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var seen = 0;
        return await TestTimeouts.WaitAsync(
            async () =>
            {
                var received = (await ReadInboxAsync(cancellationToken).ConfigureAwait(false))
                    .Where(message => message.Direction == MessageDirection.Received)
                    .ToList();
                seen = received.Count;
                return received.Find(message => isExpected?.Invoke(message) is not false);
            },
            timeout,
            () => Task.FromResult($"{Login} did not receive the expected message, but {seen} others."),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a message to another person or an app.</summary>
    /// <param name="to">A user id or a service name.</param>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<SendReceipt> SendAsync(UserId to, string text, CancellationToken cancellationToken = default) =>
        Client.Messenger.SendMessageAsync(to, text, cancellationToken: cancellationToken);

    /// <summary>Answers a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<SendReceipt> AnswerAsync(MessengerMessage message, string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return SendAsync(message.Peer, text, cancellationToken);
    }

    /// <summary>Waits for a file offer and accepts it.</summary>
    /// <param name="folder">The gallery folder for the file; the server's default when <see langword="null"/>.</param>
    /// <param name="timeout">How long to wait for an offer, in real time; 30 seconds when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The accepted offer.</returns>
    /// <exception cref="TimeoutException">There was no open offer.</exception>
    public async Task<FileOffer> AcceptOfferAsync(
        string? folder = null, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var open = await TestTimeouts.WaitAsync(
            async () =>
            {
                await foreach (var offer in Client.Messenger
                    .ListOffersAsync(MessageDirection.Received, cancellationToken: cancellationToken).ConfigureAwait(false))
                {
                    if (offer.State == OfferState.Offered)
                    {
                        return offer;
                    }
                }

                return null;
            },
            timeout,
            () => Task.FromResult($"{Login} has no open file offer."),
            cancellationToken).ConfigureAwait(false);
        return await Client.Messenger.AcceptOfferAsync(open.Id, folder, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Blocks a person or an app: their messages no longer arrive.</summary>
    /// <param name="other">A user id or a service name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task BlockAsync(UserId other, CancellationToken cancellationToken = default) =>
        Client.Messenger.BlockContactAsync(other, cancellationToken: cancellationToken);

    /// <summary>Connects the person: others see it, and messages that are not kept for people who are offline arrive.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task GoOnlineAsync(CancellationToken cancellationToken = default)
    {
        if (_online is not null)
        {
            return;
        }

        _online = new CancellationTokenSource();
        _listening = ListenAsync(_online.Token);
        _ = await WaitUntilAsync(isOnline: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Disconnects the person, and waits until the server has noticed.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task GoOfflineAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _online, null) is { } online)
        {
            await online.CancelAsync().ConfigureAwait(false);
            await _listening.ConfigureAwait(false);
            online.Dispose();
            _ = await WaitUntilAsync(isOnline: false, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Disconnects the person.</summary>
    public async ValueTask DisposeAsync() => await GoOfflineAsync().ConfigureAwait(false);

    private Task<TestPerson> WaitUntilAsync(bool isOnline, CancellationToken cancellationToken) => TestTimeouts.WaitAsync(
        () => Task.FromResult(_isOnline(UserId) == isOnline ? this : null),
        timeout: null,
        () => Task.FromResult($"{Login} is {(isOnline ? "not online" : "still online: another program is connected")}."),
        cancellationToken);

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in Client.Messenger.ListenAsync(cancellationToken: cancellationToken)
                .ConfigureAwait(false))
            {
                _ = message;
            }
        }
        catch (OperationCanceledException)
        {
            // Went offline.
        }
    }
}
