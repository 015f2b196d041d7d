using Mxit.Internal;

namespace Mxit;

/// <summary>Messages from the app to people. Source: wire document, section 3.</summary>
public class MessagingClient
{
    private readonly MessageSender _sender;
    private readonly ApiCaller _api;

    /// <summary>For fakes.</summary>
    protected MessagingClient() => (_sender, _api, Delivery) = (null!, null!, null!);

    internal MessagingClient(MessageSender sender, ApiCaller api) =>
        (_sender, _api, Delivery) = (sender, api, new DeliveryClient(api, CallScopes.MessageSend, CallScopes.MessageSend));

    /// <summary>What became of the app's messages.</summary>
    public virtual DeliveryClient Delivery { get; }

    /// <summary>
    /// Sends a message as the app (scope <see cref="MxitScopes.MessageSend"/>). It reaches people who have added the app. The call carries
    /// an idempotency key, so that a retry does not send the message twice. Source: <c>POST /message/send</c>, wire document, section 3.1.
    /// </summary>
    /// <param name="message">The message; <see cref="OutgoingMessage.From"/> is the service name of the app.</param>
    /// <param name="to">User ids, at least one; the historic service recommended at most 500.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; the message may have been accepted all the same.</param>
    /// <exception cref="ArgumentException">An argument is not as described; nothing was sent.</exception>
    /// <exception cref="MxitUnknownRecipientsException">Some recipients do not exist; all others were accepted.</exception>
    /// <exception cref="MxitUnauthorizedException">The client id or the client secret is wrong.</exception>
    /// <exception cref="MxitForbiddenException">The app may not send messages, or not under this name.</exception>
    /// <exception cref="MxitOverloadedException">The server asks for fewer requests for a while.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<SendReceipt> SendMessageAsync(
        OutgoingMessage message, IEnumerable<UserId> to, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _sender.SendAsync(message, to, CallScopes.MessageSend, options, cancellationToken);

    /// <summary>Sends a plain text as the app.</summary>
    /// <param name="from">The service name of the app.</param>
    /// <param name="to">User ids, at least one.</param>
    /// <param name="body">The text, not empty.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; the message may have been accepted all the same.</param>
    /// <inheritdoc cref="SendMessageAsync(OutgoingMessage, IEnumerable{UserId}, MxitCallOptions, CancellationToken)" path="/exception"/>
    public virtual Task<SendReceipt> SendMessageAsync(
        string from, IEnumerable<UserId> to, string body, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        SendMessageAsync(new OutgoingMessage { From = from, Body = body }, to, options, cancellationToken);

    /// <summary>
    /// Sends a message as the app to any number of people (scope <see cref="MxitScopes.MessageSend"/>), in batches, as fast as the server
    /// allows, in little memory. The results come batch by batch, and nothing is sent ahead of the reader: read to the end. With
    /// <see cref="BroadcastOptions.Checkpoints"/> an interrupted broadcast is resumed by calling again with the same message and the same
    /// recipients in the same order; nobody gets the message twice, and results that were not certainly read are given again. Source:
    /// <c>POST /message/send</c>, wire document, section 3.1.
    /// </summary>
    /// <param name="message">The message; <see cref="OutgoingMessage.From"/> is the service name of the app.</param>
    /// <param name="recipients">User ids, each once: one that comes again in another batch gets the message again.</param>
    /// <param name="options">How it is sent.</param>
    /// <param name="cancellationToken">Ends the broadcast; requests in flight may have been accepted all the same.</param>
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
        OutgoingMessage message,
        IAsyncEnumerable<UserId> recipients,
        BroadcastOptions? options = null,
        CancellationToken cancellationToken = default) =>
        _sender.BroadcastAsync(message, recipients, CallScopes.MessageSend, options, cancellationToken);

    /// <summary>
    /// The version of the Messaging API, such as <c>1.0.0.0</c>; needs no token. Source: <c>GET /message/version</c>, wire document,
    /// section 3.2.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">The options are not as described; nothing was sent.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<string> GetVersionAsync(MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.GetVersionAsync(MxitRoutes.MessageVersion, options, cancellationToken);
}
