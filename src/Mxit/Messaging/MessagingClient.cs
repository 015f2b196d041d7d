using Mxit.Internal;

namespace Mxit;

/// <summary>Messages from the app to people. Source: wire document, section 3.</summary>
public partial class MessagingClient
{
    private static readonly ScopeSet Scopes = ScopeSet.Parse(MxitScopes.MessageSend);

    private readonly Sender _sender;
    private readonly DeliveryApi _deliveries;

    /// <summary>For fakes.</summary>
    protected MessagingClient() => (_sender, _deliveries) = (null!, null!);

    internal MessagingClient(Sender sender, DeliveryApi deliveries) => (_sender, _deliveries) = (sender, deliveries);

    /// <summary>
    /// Sends a message as the app (scope <see cref="MxitScopes.MessageSend"/>). It reaches people who have added the app. Source:
    /// <c>POST /message/send</c>, wire document, section 3.1.
    /// </summary>
    /// <param name="message">The message; <see cref="OutgoingMessage.From"/> is the service name of the app.</param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call; the message may have been accepted all the same.</param>
    /// <exception cref="ArgumentException">The message or the options are not as described; nothing was sent.</exception>
    /// <exception cref="MxitUnknownRecipientsException">Some recipients do not exist; all others were accepted.</exception>
    /// <exception cref="MxitUnauthorizedException">The client id or the client secret is wrong.</exception>
    /// <exception cref="MxitForbiddenException">The app may not send messages, or not under this name.</exception>
    /// <exception cref="MxitOverloadedException">The server wants fewer requests for a while.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<SendReceipt> SendMessageAsync(
        OutgoingMessage message, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _sender.SendAsync(message, Scopes, options, cancellationToken);

    /// <summary>The same for a plain text.</summary>
    /// <param name="from">The service name of the app.</param>
    /// <param name="to">User ids, at least one.</param>
    /// <param name="body">The text, not empty.</param>
    /// <param name="cancellationToken">Ends the call; the message may have been accepted all the same.</param>
    /// <inheritdoc cref="SendMessageAsync(OutgoingMessage, MxitCallOptions, CancellationToken)" path="/exception"/>
    public virtual Task<SendReceipt> SendMessageAsync(
        string from, IEnumerable<string> to, string body, CancellationToken cancellationToken = default) =>
        SendMessageAsync(new OutgoingMessage(from, [.. to ?? []], body), options: null, cancellationToken);

    /// <summary>
    /// Sends a message as the app to any number of people (scope <see cref="MxitScopes.MessageSend"/>), in batches, at the pace that the
    /// server allows, in little memory. The results come batch by batch, as batches are settled, and nothing is sent ahead of who reads
    /// them: read to the end. With <see cref="BroadcastOptions.Checkpoints"/> a broadcast that was interrupted in any way goes on when
    /// it is called again with the same message and the same recipients in the same order; nobody gets the message twice, and results
    /// that were not read past for certain are told again. Source: <c>POST /message/send</c>, wire document, section 3.1.
    /// </summary>
    /// <param name="message">The message; <see cref="BroadcastMessage.From"/> is the service name of the app.</param>
    /// <param name="recipients">User ids, each once: who comes again in another batch gets the message again.</param>
    /// <param name="options">How it is sent.</param>
    /// <param name="cancellationToken">Ends the broadcast; requests under way may have been accepted all the same.</param>
    /// <returns>One result for each recipient. Read it once.</returns>
    /// <exception cref="ArgumentException">The message or the options are not as described; nothing was sent.</exception>
    /// <exception cref="MxitUnauthorizedException">The client id or the client secret is wrong.</exception>
    /// <exception cref="MxitForbiddenException">The app may not send messages, or not under this name.</exception>
    /// <exception cref="MxitApiException">The server refused the message.</exception>
    /// <exception cref="MxitException">
    /// The server could not be reached for as long as retries last, or the checkpoint is that of another broadcast
    /// (<see cref="MxitErrorReason.BroadcastMismatch"/>).
    /// </exception>
    public virtual IAsyncEnumerable<BroadcastResult> BroadcastAsync(
        BroadcastMessage message,
        IAsyncEnumerable<string> recipients,
        BroadcastOptions? options = null,
        CancellationToken cancellationToken = default) =>
        _sender.BroadcastAsync(message, recipients, Scopes, options, cancellationToken);

    /// <summary>
    /// The version of the Messaging API, such as <c>1.0.0.0</c>; needs no token. Source: <c>GET /message/version</c>, wire
    /// document,
    /// section 3.2.
    /// </summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<string> GetVersionAsync(CancellationToken cancellationToken = default) =>
        _sender.GetVersionAsync(cancellationToken);
}
