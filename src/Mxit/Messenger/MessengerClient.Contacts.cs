using Mxit.Internal;
using Mxit.Wire;

namespace Mxit;

/// <content>The person's contacts and state.</content>
public partial class MessengerClient
{
    /// <summary>Lists the person's contacts, by name, page by page. Source: <c>GET /messenger/contacts</c>.</summary>
    /// <param name="filter">Which contacts; <see langword="null"/> for the default of the server.</param>
    /// <param name="options">Options for each request.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual IAsyncEnumerable<MessengerContact> ListContactsAsync(
        ContactFilter? filter = null, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        _ = FilterText.Of(filter);
        options.Check();
        return Paging.ReadAllAsync(
            default, (after, stop) => GetContactsPageAsync(filter, after, Paging.MaxLimit, options, stop), cancellationToken);
    }

    /// <summary>Gets one page of the person's contacts, by name. Source: <c>GET /messenger/contacts</c>.</summary>
    /// <param name="filter">Which contacts; <see langword="null"/> for the default of the server.</param>
    /// <param name="after"><see cref="Page{T}.Next"/> of the previous page; the default is the beginning.</param>
    /// <param name="limit">The maximum number of contacts, 1 to 200.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual async Task<Page<MessengerContact>> GetContactsPageAsync(
        ContactFilter? filter = null,
        Cursor after = default,
        int limit = 50,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var query = Query.Of(("filter", FilterText.Of(filter)), ("after", after.Text), ("limit", Paging.LimitText(limit)));
        var request = _api.Request(HttpMethod.Get, MxitRoutes.MessengerContacts + query, CallScopes.Messenger, options);
        var reply = await _api.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var page = reply.Read(ReplyJson.Wire.MessengerContactsReply, ReplyValidation.MessengerContacts);
        var next = new Cursor(page.Next ?? "");
        return next != default && next == after
            ? throw reply.LeadsNowhere()
            : new() { Items = page.Contacts, Next = next, HasMore = next != default };
    }

    /// <summary>
    /// Adds a contact: a person is invited, an app is added at once. Idempotent. Source:
    /// <c>PUT /messenger/contacts/{id}</c>.
    /// </summary>
    /// <param name="id">The user id of a person, or the service name of an app.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
    /// <exception cref="ArgumentException">The id is empty or invalid.</exception>
    /// <exception cref="MxitNotFoundException">There is no such person, app or entry.</exception>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual Task AddContactAsync(
        UserId id, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        ChangeContactAsync(HttpMethod.Put, id, "", options, cancellationToken);

    /// <summary>Deletes a contact. Source: <c>DELETE /messenger/contacts/{id}</c>.</summary>
    /// <param name="id">The user id of a person, or the service name of an app.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
    /// <inheritdoc cref="AddContactAsync" path="/exception"/>
    public virtual Task DeleteContactAsync(
        UserId id, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        ChangeContactAsync(HttpMethod.Delete, id, "", options, cancellationToken);

    /// <summary>Accepts an invite. Source: <c>POST /messenger/contacts/{id}/accept</c>.</summary>
    /// <param name="id">The user id of the person who invited.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
    /// <inheritdoc cref="AddContactAsync" path="/exception"/>
    public virtual Task AcceptContactAsync(
        UserId id, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        ChangeContactAsync(HttpMethod.Post, id, "/accept", options, cancellationToken);

    /// <summary>Rejects an invite. Source: <c>POST /messenger/contacts/{id}/reject</c>.</summary>
    /// <param name="id">The user id of the person who invited.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
    /// <inheritdoc cref="AddContactAsync" path="/exception"/>
    public virtual Task RejectContactAsync(
        UserId id, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        ChangeContactAsync(HttpMethod.Post, id, "/reject", options, cancellationToken);

    /// <summary>
    /// Blocks a person or an app. Source: <c>POST /messenger/contacts/{id}/block</c>.
    /// </summary>
    /// <param name="id">The user id of a person, or the service name of an app.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
    /// <inheritdoc cref="AddContactAsync" path="/exception"/>
    public virtual Task BlockContactAsync(
        UserId id, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        ChangeContactAsync(HttpMethod.Post, id, "/block", options, cancellationToken);

    /// <summary>Unblocks a person or an app. Source: <c>POST /messenger/contacts/{id}/unblock</c>.</summary>
    /// <param name="id">The user id of a person, or the service name of an app.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
    /// <inheritdoc cref="AddContactAsync" path="/exception"/>
    public virtual Task UnblockContactAsync(
        UserId id, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        ChangeContactAsync(HttpMethod.Post, id, "/unblock", options, cancellationToken);

    /// <summary>Puts a contact into a group. Source: <c>PUT /messenger/contacts/{id}/group</c>.</summary>
    /// <param name="id">The user id of a person, or the service name of an app.</param>
    /// <param name="group">The name of the group; empty for the default group.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
    /// <inheritdoc cref="AddContactAsync" path="/exception"/>
    public virtual Task SetContactGroupAsync(
        UserId id, string group, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(group);
        return _api.RunAsync(
            _api.Request(
                HttpMethod.Put,
                ContactPath(id) + "/group",
                CallScopes.Messenger,
                options,
                ApiRequest.Json(group, MxitJson.Wire.String),
                confidential: [group]),
            cancellationToken);
    }

    /// <summary>Changes the mood or availability that the person shows. Source: <c>PUT /messenger/state</c>.</summary>
    /// <param name="update">The changes; members that are <see langword="null"/> are not changed.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual Task SetStateAsync(
        StateUpdate update, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var body = new StateBody(update.Mood, update.Availability);
        return _api.RunAsync(
            _api.Request(
                HttpMethod.Put, MxitRoutes.MessengerState, CallScopes.Messenger, options,
                ApiRequest.Json(body, MxitJson.Wire.StateBody)),
            cancellationToken);
    }

    private static string ContactPath(UserId id) => $"{MxitRoutes.MessengerContacts}/{PathSegment.Escape(id.Value)}";

    private Task ChangeContactAsync(
        HttpMethod method, UserId id, string step, MxitCallOptions? options, CancellationToken cancellationToken) =>
        _api.RunAsync(_api.Request(method, ContactPath(id) + step, CallScopes.Messenger, options), cancellationToken);
}
