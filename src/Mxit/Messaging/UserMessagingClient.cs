using Mxit.Internal;

namespace Mxit;

/// <summary>Messages from one person to other people. Source: wire document, section 3.</summary>
public class UserMessagingClient
{
    private readonly MessageSender _sender;
    private readonly ApiCaller _api;
    private readonly UserTokenSource _tokens;

    /// <summary>For fakes in tests.</summary>
    protected UserMessagingClient() => (_sender, _api, _tokens, Delivery) = (null!, null!, null!, null!);

    internal UserMessagingClient(MessageSender sender, ApiCaller api, UserTokenSource tokens) =>
        (_sender, _api, _tokens, Delivery) = (
            sender, api, tokens, new DeliveryClient(api, CallScopes.MessageUser, CallScopes.Messenger));

    /// <summary>The delivery of the person's messages.</summary>
    public virtual DeliveryClient Delivery { get; }

    /// <summary>
    /// Sends a message from the person to people (scope <see cref="MxitScopes.MessageUser"/>). It reaches people who have the
    /// person among their contacts. The call carries an idempotency key, so that a retry does not send the message twice. Source:
    /// <c>POST /message/send</c>, wire document, section 3.1.
    /// </summary>
    /// <param name="message">
    /// The message. <see cref="OutgoingMessage.From"/> can be left out: the message comes from the person.
    /// </param>
    /// <param name="to">User ids, at least one; the historic service recommended at most 500.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the message may have been accepted.</param>
    /// <exception cref="ArgumentException">An argument is invalid; nothing was sent.</exception>
    /// <exception cref="MxitUnknownRecipientsException">Some recipients do not exist; all others were accepted.</exception>
    /// <exception cref="MxitUnauthorizedException">The person must sign in again.</exception>
    /// <exception cref="MxitForbiddenException">The person did not allow this.</exception>
    /// <exception cref="MxitOverloadedException">The server is overloaded or limits the rate of requests.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not respond in time.</exception>
    public virtual Task<SendReceipt> SendUserToUserMessageAsync(
        OutgoingMessage message,
        IEnumerable<UserId> to,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default) =>
        _sender.SendAsync(message, to, CallScopes.MessageUser, options, cancellationToken, defaultFrom: _tokens.Token.UserId);

    /// <summary>Sends a plain text from the person.</summary>
    /// <param name="to">User ids, at least one.</param>
    /// <param name="body">The text, not empty.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the message may have been accepted.</param>
    /// <inheritdoc cref="SendUserToUserMessageAsync(OutgoingMessage, IEnumerable{UserId}, MxitCallOptions, CancellationToken)" path="/exception"/>
    public virtual Task<SendReceipt> SendUserToUserMessageAsync(
        IEnumerable<UserId> to, string body, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        SendUserToUserMessageAsync(new OutgoingMessage { Body = body }, to, options, cancellationToken);

    /// <summary>Sends a plain text from the person, with the arguments of python-mxit.</summary>
    /// <param name="from">The user id of the person.</param>
    /// <param name="to">User ids, at least one.</param>
    /// <param name="body">The text, not empty.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the message may have been accepted.</param>
    /// <inheritdoc cref="SendUserToUserMessageAsync(OutgoingMessage, IEnumerable{UserId}, MxitCallOptions, CancellationToken)" path="/exception"/>
    public virtual Task<SendReceipt> SendUserToUserMessageAsync(
        UserId from,
        IEnumerable<UserId> to,
        string body,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default) =>
        SendUserToUserMessageAsync(new OutgoingMessage { From = from.Value, Body = body }, to, options, cancellationToken);

    /// <inheritdoc cref="MessagingClient.GetVersionAsync"/>
    public virtual Task<string> GetVersionAsync(MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.GetVersionAsync(MxitRoutes.MessageVersion, options, cancellationToken);
}
