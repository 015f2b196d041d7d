using Mxit.Internal;

namespace Mxit;

/// <summary>Messages from one person to other people. Source: wire document, section 3.</summary>
public partial class UserMessagingClient
{
    private static readonly ScopeSet Scopes = ScopeSet.Parse(MxitScopes.MessageUser);

    private readonly Sender _sender;
    private readonly DeliveryApi _deliveries;
    private readonly UserTokenSource _tokens;

    /// <summary>For fakes.</summary>
    protected UserMessagingClient() => (_sender, _deliveries, _tokens) = (null!, null!, null!);

    internal UserMessagingClient(Sender sender, DeliveryApi deliveries, UserTokenSource tokens) =>
        (_sender, _deliveries, _tokens) = (sender, deliveries, tokens);

    /// <summary>
    /// Sends a message as the person (scope <see cref="MxitScopes.MessageUser"/>). It reaches accepted contacts. Source:
    /// <c>POST /message/send</c> with a user token, wire document, section 3.1.
    /// </summary>
    /// <param name="message">
    /// The message. Without <see cref="OutgoingMessage.From"/> it comes from the person; the user id is sent where it is
    /// known, and
    /// otherwise left to the server, which takes it from the token.
    /// </param>
    /// <param name="options">What this call does differently.</param>
    /// <param name="cancellationToken">Ends the call; the message may have been accepted all the same.</param>
    /// <exception cref="ArgumentException">The message or the options are not as described; nothing was sent.</exception>
    /// <exception cref="MxitUnknownRecipientsException">Some recipients do not exist; all others were accepted.</exception>
    /// <exception cref="MxitUnauthorizedException">The person must sign in again.</exception>
    /// <exception cref="MxitForbiddenException">The person did not allow this, or the sender is somebody else.</exception>
    /// <exception cref="MxitOverloadedException">The server wants fewer requests for a while.</exception>
    /// <exception cref="MxitApiException">The server refused.</exception>
    /// <exception cref="MxitException">The server could not be reached, or did not answer in time.</exception>
    public virtual Task<SendReceipt> SendUserToUserMessageAsync(
        OutgoingMessage message, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _sender.SendAsync(message with { From = message.From ?? _tokens.Token.UserId }, Scopes, options, cancellationToken);
    }

    /// <summary>The same for a plain text.</summary>
    /// <param name="from">The person's user id.</param>
    /// <param name="to">User ids, at least one.</param>
    /// <param name="body">The text, not empty.</param>
    /// <param name="cancellationToken">Ends the call; the message may have been accepted all the same.</param>
    /// <inheritdoc cref="SendUserToUserMessageAsync(OutgoingMessage, MxitCallOptions, CancellationToken)" path="/exception"/>
    public virtual Task<SendReceipt> SendUserToUserMessageAsync(
        string from, IEnumerable<string> to, string body, CancellationToken cancellationToken = default) =>
        SendUserToUserMessageAsync(new OutgoingMessage(from, [.. to ?? []], body), options: null, cancellationToken);

    /// <summary>The same for a plain text from the bound person.</summary>
    /// <param name="to">User ids, at least one.</param>
    /// <param name="body">The text, not empty.</param>
    /// <param name="cancellationToken">Ends the call; the message may have been accepted all the same.</param>
    /// <inheritdoc cref="SendUserToUserMessageAsync(OutgoingMessage, MxitCallOptions, CancellationToken)" path="/exception"/>
    public virtual Task<SendReceipt> SendUserToUserMessageAsync(
        IEnumerable<string> to, string body, CancellationToken cancellationToken = default) =>
        SendUserToUserMessageAsync(new OutgoingMessage(null, [.. to ?? []], body), options: null, cancellationToken);

    /// <inheritdoc cref="MessagingClient.GetVersionAsync"/>
    public virtual Task<string> GetVersionAsync(CancellationToken cancellationToken = default) =>
        _sender.GetVersionAsync(cancellationToken);
}
