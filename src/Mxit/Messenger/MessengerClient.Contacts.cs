using System.Globalization;
using System.Runtime.CompilerServices;
using Mxit.Internal;
using Mxit.Messenger;
using Mxit.Wire;

namespace Mxit;

public partial class MessengerClient
{
    /// <summary>One page of the person's contacts, by name. Source: <c>GET /messenger/contacts</c>.</summary>
    /// <param name="filter">Which contacts; <see langword="null"/> leaves it to the server.</param>
    /// <param name="after">
    /// <see cref="MessengerContactPage.Next"/> of the page before; <see langword="null"/> for the beginning.
    /// </param>
    /// <param name="limit">The most contacts wanted, 1 to 200.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException">An argument is not as described.</exception>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual async Task<MessengerContactPage> GetContactsAsync(
        ContactFilter? filter = null, string? after = null, int limit = 50, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxPageSize);
        var query = Query.Of(
            ("filter", FilterText.Of(filter)),
            ("after", after),
            ("limit", limit.ToString(CultureInfo.InvariantCulture)));
        var reply = await _connection.SendAsync(Get(MxitRoutes.MessengerContacts + query), cancellationToken).ConfigureAwait(false);
        var page = reply.Read(MxitJson.Wire.MessengerContactPage, ReplyValidation.PersonalContacts);
        return !string.IsNullOrEmpty(page.Next) && page.Next == after ? throw reply.LeadsNowhere() : page;
    }

    /// <summary>All of the person's contacts, by name, page by page. Source: <c>GET /messenger/contacts</c>.</summary>
    /// <param name="filter">Which contacts; <see langword="null"/> leaves it to the server.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">The filter is not as described.</exception>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual IAsyncEnumerable<MessengerContact> ListContactsAsync(
        ContactFilter? filter = null, CancellationToken cancellationToken = default)
    {
        _ = FilterText.Of(filter);
        return ReadContactsAsync(filter, cancellationToken);
    }

    /// <summary>
    /// Adds a contact: a person is invited, an app is added at once. Adding again changes nothing. Source:
    /// <c>PUT /messenger/contacts/{id}</c>.
    /// </summary>
    /// <param name="id">The user id of a person, or the service name of an app.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <exception cref="ArgumentException">The id is empty or cannot be one.</exception>
    /// <exception cref="MxitNotFoundException">There is no such person, app or entry.</exception>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual Task AddContactAsync(string id, CancellationToken cancellationToken = default) =>
        ChangeContactAsync(HttpMethod.Put, id, "", cancellationToken);

    /// <summary>Deletes a contact. Source: <c>DELETE /messenger/contacts/{id}</c>.</summary>
    /// <param name="id">The user id of a person, or the service name of an app.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <inheritdoc cref="AddContactAsync" path="/exception"/>
    public virtual Task DeleteContactAsync(string id, CancellationToken cancellationToken = default) =>
        ChangeContactAsync(HttpMethod.Delete, id, "", cancellationToken);

    /// <summary>Accepts an invite. Source: <c>POST /messenger/contacts/{id}/accept</c>.</summary>
    /// <param name="id">The user id of the person who invited.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <inheritdoc cref="AddContactAsync" path="/exception"/>
    public virtual Task AcceptContactAsync(string id, CancellationToken cancellationToken = default) =>
        ChangeContactAsync(HttpMethod.Post, id, "/accept", cancellationToken);

    /// <summary>Rejects an invite. Source: <c>POST /messenger/contacts/{id}/reject</c>.</summary>
    /// <param name="id">The user id of the person who invited.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <inheritdoc cref="AddContactAsync" path="/exception"/>
    public virtual Task RejectContactAsync(string id, CancellationToken cancellationToken = default) =>
        ChangeContactAsync(HttpMethod.Post, id, "/reject", cancellationToken);

    /// <summary>
    /// Wants nothing any more from a person or an app. Source: <c>POST /messenger/contacts/{id}/block</c>.
    /// </summary>
    /// <param name="id">The user id of a person, or the service name of an app.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <inheritdoc cref="AddContactAsync" path="/exception"/>
    public virtual Task BlockContactAsync(string id, CancellationToken cancellationToken = default) =>
        ChangeContactAsync(HttpMethod.Post, id, "/block", cancellationToken);

    /// <summary>
    /// Takes <see cref="BlockContactAsync"/> back. Source: <c>POST /messenger/contacts/{id}/unblock</c>.
    /// </summary>
    /// <param name="id">The user id of a person, or the service name of an app.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <inheritdoc cref="AddContactAsync" path="/exception"/>
    public virtual Task UnblockContactAsync(string id, CancellationToken cancellationToken = default) =>
        ChangeContactAsync(HttpMethod.Post, id, "/unblock", cancellationToken);

    /// <summary>Puts a contact into a group. Source: <c>PUT /messenger/contacts/{id}/group</c>.</summary>
    /// <param name="id">The user id of a person, or the service name of an app.</param>
    /// <param name="group">The name of the group; empty for the one that everybody is in first.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <inheritdoc cref="AddContactAsync" path="/exception"/>
    public virtual async Task SetContactGroupAsync(string id, string group, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(group);
        var request = new ApiRequest(HttpMethod.Put, AddressOf(ContactPath(id) + "/group"))
        {
            Tokens = _tokens,
            Scopes = Scopes,
            Content = ApiRequest.Json(group, MxitJson.Wire.String),
            Confidential = [group],
        };
        _ = await _connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Shows another mood or availability. Source: <c>PUT /messenger/state</c>.</summary>
    /// <param name="update">What to change; what is <see langword="null"/> stays as it is.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <inheritdoc cref="GetConversationsAsync" path="/exception"/>
    public virtual async Task SetStateAsync(StateUpdate update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        var request = new ApiRequest(HttpMethod.Put, AddressOf(MxitRoutes.MessengerState))
        {
            Tokens = _tokens,
            Scopes = Scopes,
            Content = ApiRequest.Json(update, MxitJson.Wire.StateUpdate),
        };
        _ = await _connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static string ContactPath(string id) => $"{MxitRoutes.MessengerContacts}/{PathSegment.Escape(id)}";

    private async IAsyncEnumerable<MessengerContact> ReadContactsAsync(
        ContactFilter? filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        while (true)
        {
            var page = await GetContactsAsync(filter, after, MaxPageSize, cancellationToken).ConfigureAwait(false);
            foreach (var contact in page.Contacts)
            {
                yield return contact;
            }

            if (string.IsNullOrEmpty(page.Next))
            {
                yield break;
            }

            after = page.Next;
        }
    }

    private async Task ChangeContactAsync(HttpMethod method, string id, string step, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(method, AddressOf(ContactPath(id) + step)) { Tokens = _tokens, Scopes = Scopes };
        _ = await _connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
