using Mxit.Platform.Accounts;
using Mxit.Platform.Apps;
using Mxit.Platform.Contacts;
using Mxit.Platform.Data;
using Mxit.Platform.Idempotency;
using Mxit.Platform.Messages;
using Mxit.Platform.Wire;
using Mxit.Wire;

namespace Mxit.Platform.Recommendations;

/// <summary>
/// The rules of recommending an app: it reaches the other person as a message with a link, under the name of the one who
/// recommends. Source: wire document, section 5.4.
/// </summary>
internal sealed class RecommendationService
{
    // Stands for the link, so that a recommendation without words still shows one.
    private const string PlaceOfLink = "{0}";

    private readonly RecommendationStore _store;
    private readonly AppService _apps;
    private readonly ContactService _contacts;
    private readonly MessageService _messages;
    private readonly ServerContext _server;
    private readonly TimeProvider _clock;

    internal RecommendationService(
        RecommendationStore store,
        AppService apps,
        ContactService contacts,
        MessageService messages,
        ServerContext server,
        TimeProvider clock) =>
        (_store, _apps, _contacts, _messages, _server, _clock) = (store, apps, contacts, messages, server, clock);

    /// <summary>Recommends an app; the response means that the message is durable.</summary>
    /// <param name="caller">The app, for one of the people who have it; or the person who recommends.</param>
    /// <param name="body">What to recommend to whom.</param>
    /// <param name="key">The caller's key, if there is one.</param>
    /// <param name="cancellationToken">Gives up waiting; the message may be accepted all the same.</param>
    public async Task<Result<AcceptedMessage>> RecommendAsync(
        Caller caller, RecommendBody body, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(body);
        if (FindFault(caller, body) is { } fault)
        {
            return Refusal.Invalid(fault);
        }

        var from = string.IsNullOrEmpty(body.FromUserId) ? caller.UserId! : body.FromUserId;
        if (!caller.IsApp && from != caller.UserId)
        {
            return Refusal.Forbidden($"FromUserId must be {caller.UserId}, which this token speaks for.");
        }

        if (await FindAppOrNullAsync(body.Application!, cancellationToken) is not { } app)
        {
            return Refusal.Invalid($"Unknown application: {body.Application}. It is the service name of an app.");
        }

        if (caller.IsApp && app.ServiceName != caller.ServiceName)
        {
            return Refusal.Forbidden($"Application must be {caller.ServiceName}, which this token speaks for.");
        }

        if (!string.IsNullOrEmpty(body.CallbackUrl) && app.ServiceName != caller.ServiceName)
        {
            return Refusal.Forbidden(
                "CallbackUrl is for the app that is recommended; it belongs in a request with a token of that app.");
        }

        // Otherwise any app could put words into the mouth of anybody.
        if (caller.IsApp
            && !(NameRules.LooksLikeUserId(from) && await _contacts.WelcomesAsync(from, app.ServiceName, cancellationToken)))
        {
            return Refusal.Forbidden("FromUserId must be a person who has the app among their contacts.");
        }

        // There is nothing to accept for who has the app already, or never gets the message.
        var canAccept = NameRules.LooksLikeUserId(body.ToUserId!)
            && !await _contacts.WelcomesAsync(body.ToUserId!, app.ServiceName, cancellationToken)
            && await _contacts.WelcomesAsync(body.ToUserId!, from, cancellationToken);
        var sent = await SendAsync(caller, from, body, app, key, cancellationToken);
        if (canAccept && sent is { IsDone: true, Value: { UnknownRecipients: null, MessageId: var id } })
        {
            await FollowUpAsync(id, from, body, app, cancellationToken);
        }

        return sent;
    }

    private Task<Result<AcceptedMessage>> SendAsync(
        Caller caller, string from, RecommendBody body, AppInfo app, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var sender = new Caller { UserId = from, ClientId = caller.ClientId, ServiceName = caller.ServiceName, Scopes = [] };
        var message = new SendMessageBody
        {
            To = [body.ToUserId!],
            Body = string.IsNullOrWhiteSpace(body.Message) ? PlaceOfLink : body.Message,
            Links = [new WireLink { Text = app.DisplayName, TargetService = app.ServiceName }],
        };

        // The sender is the person, but keys are the app's own.
        var operation = caller.IsApp ? $"{MxitRoutes.Recommend} {caller.ClientId}" : MxitRoutes.Recommend;
        return _messages.SendAsync(sender, operation, message, key, cancellationToken);
    }

    /// <summary>
    /// Remembers the recommendation under the id of its message: a request that is repeated under its key finds it there, or puts
    /// it there when the first one died before it could.
    /// </summary>
    private Task FollowUpAsync(Guid id, string from, RecommendBody body, AppInfo app, CancellationToken cancellationToken)
    {
        var recommendation = new Recommendation
        {
            Id = id,
            ServiceName = app.ServiceName,
            FromUserId = from,
            ToUserId = body.ToUserId!,
            CallbackUrl = string.IsNullOrEmpty(body.CallbackUrl) ? null : new Uri(body.CallbackUrl).AbsoluteUri,
            CreatedUtc = _clock.GetStoredUtcNow(),
        };
        return _store.AddAsync(recommendation, cancellationToken);
    }

    private async Task<AppInfo?> FindAppOrNullAsync(string application, CancellationToken cancellationToken)
    {
        string[] spellings = application.EndsWith(NameRules.ServiceDomain, StringComparison.OrdinalIgnoreCase)
            ? [application, application[..^NameRules.ServiceDomain.Length]]
            : [application];
        foreach (var serviceName in spellings)
        {
            // A client id finds an app as well, but is not its name.
            if (await _apps.FindOrNullAsync(serviceName, cancellationToken) is { } app
                && string.Equals(app.ServiceName, serviceName, StringComparison.OrdinalIgnoreCase))
            {
                return app;
            }
        }

        return null;
    }

    private string? FindFault(Caller caller, RecommendBody body) => body switch
    {
        { Application: null or "" } => "Application is missing: the service name of the app to recommend.",
        { ToUserId: null or "" } => "ToUserId is missing: the user id of the person to recommend the app to.",
        { FromUserId: null or "" } when caller.IsApp => "FromUserId is missing: the user id of the person who recommends.",
        _ when body.ToUserId == (string.IsNullOrEmpty(body.FromUserId) ? caller.UserId : body.FromUserId) =>
            "ToUserId and FromUserId are the same person.",
        { CallbackUrl.Length: > 0 } when CallbackAddress.FindFault(body.CallbackUrl, _server.IsDevelopment) is { } fault => fault,
        _ => null,
    };
}
