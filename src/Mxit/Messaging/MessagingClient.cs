using Mxit.Internal;

namespace Mxit;

/// <summary>Sends messages from the app to people. Source: wire document, section 3.</summary>
public class MessagingClient
{
    private readonly MessageSender _sender;
    private readonly ApiCaller _api;

    /// <summary>For fakes in tests.</summary>
    protected MessagingClient() => (_sender, _api, Delivery) = (null!, null!, null!);

    internal MessagingClient(MessageSender sender, ApiCaller api) =>
        (_sender, _api, Delivery) = (sender, api, new DeliveryClient(api, CallScopes.MessageSend, CallScopes.MessageSend));

    /// <summary>The delivery of the app's messages.</summary>
    public virtual DeliveryClient Delivery { get; }

    /// <summary>
    /// Sends a message as the app (scope <see cref="MxitScopes.MessageSend"/>). It reaches people who have added the app. The
    /// call carries an idempotency key, so that a retry does not send the message twice. Source: <c>POST /message/send</c>, wire
    /// document, section 3.1.
    /// </summary>
    /// <param name="message">The message; <see cref="OutgoingMessage.From"/> is the service name of the app.</param>
    /// <param name="to">User ids, at least one; the historic service recommended at most 500.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the message may have been accepted.</param>
    /// <exception cref="ArgumentException">An argument is invalid; nothing was sent.</exception>
    /// <exception cref="MxitUnknownRecipientsException">Some recipients do not exist; all others were accepted.</exception>
    /// <exception cref="MxitUnauthorizedException">The client id or the client secret is wrong.</exception>
    /// <exception cref="MxitForbiddenException">The app may not send messages, or not under this name.</exception>
    /// <exception cref="MxitOverloadedException">The server is overloaded or limits the rate of requests.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual Task<SendReceipt> SendMessageAsync(
        OutgoingMessage message,
        IEnumerable<UserId> to,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default) =>
        _sender.SendAsync(message, to, CallScopes.MessageSend, options, cancellationToken);

    /// <summary>Sends a plain text as the app.</summary>
    /// <param name="from">The service name of the app.</param>
    /// <param name="to">User ids, at least one.</param>
    /// <param name="body">The text, not empty.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the message may have been accepted.</param>
    /// <inheritdoc cref="SendMessageAsync(OutgoingMessage, IEnumerable{UserId}, MxitCallOptions, CancellationToken)" path="/exception"/>
    public virtual Task<SendReceipt> SendMessageAsync(
        string from, IEnumerable<UserId> to, string body, MxitCallOptions? options = null,
        CancellationToken cancellationToken = default) =>
        SendMessageAsync(new OutgoingMessage { From = from, Body = body }, to, options, cancellationToken);

    /// <summary>
    /// Sends a message as the app to any number of people (scope <see cref="MxitScopes.MessageSend"/>), in batches, as fast as
    /// the server allows, with little memory. The results come batch by batch. Nothing is sent ahead of the reader, so read to
    /// the end. With <see cref="BroadcastOptions.Checkpoints"/> an interrupted broadcast can be resumed: call again with the same
    /// message and the same recipients in the same order. Nobody gets the message twice. Results that may not have been read are
    /// returned again. Source: <c>POST /message/send</c>, wire document, section 3.1.
    /// </summary>
    /// <param name="message">The message; <see cref="OutgoingMessage.From"/> is the service name of the app.</param>
    /// <param name="recipients">User ids, each once: a recipient that occurs in two batches gets the message twice.</param>
    /// <param name="options">Options for this broadcast.</param>
    /// <param name="cancellationToken">Ends the broadcast; requests in flight may have been accepted.</param>
    /// <returns>One result for each recipient. It can be read once.</returns>
    /// <exception cref="ArgumentException">The message or the options are invalid; nothing was sent.</exception>
    /// <exception cref="MxitUnauthorizedException">The client id or the client secret is wrong.</exception>
    /// <exception cref="MxitForbiddenException">The app may not send messages, or not under this name.</exception>
    /// <exception cref="MxitApiException">The server refused the message.</exception>
    /// <exception cref="MxitException">
    /// The server could not be reached, in spite of all retries; or the checkpoint belongs to another broadcast
    /// (<see cref="MxitErrorReason.BroadcastMismatch"/>).
    /// </exception>
    public virtual IAsyncEnumerable<BroadcastResult> BroadcastAsync(
        OutgoingMessage message,
        IAsyncEnumerable<UserId> recipients,
        BroadcastOptions? options = null,
        CancellationToken cancellationToken = default) =>
        _sender.BroadcastAsync(message, recipients, CallScopes.MessageSend, options, cancellationToken);

    /// <summary>
    /// Gets the version of the Messaging API, such as <c>1.0.0.0</c>. It needs no token. Source: <c>GET /message/version</c>,
    /// wire document, section 3.2.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">The options are invalid; nothing was sent.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual Task<string> GetVersionAsync(MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.GetVersionAsync(MxitRoutes.MessageVersion, options, cancellationToken);
}
