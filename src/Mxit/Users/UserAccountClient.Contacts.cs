using System.Globalization;
using System.Runtime.CompilerServices;
using Mxit.Internal;

namespace Mxit;

public partial class UserAccountClient
{
    /// <summary>The maximum number of contacts in one request of the historic service.</summary>
    public const int MaxContactPageSize = 26;

    /// <summary>
    /// Adds a contact (scope <see cref="MxitScopes.ContactInvite"/>): a person is invited, an app is added at once. Idempotent.
    /// Source: <c>PUT /user/socialgraph/contact/{contact}</c>, wire document, section 5.2.
    /// </summary>
    /// <param name="contact">The login or user id of a person, or the service name of an app.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the change may have been made.</param>
    /// <exception cref="MxitNotFoundException">There is no such person or app.</exception>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task AddContactAsync(
        string contact, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.RunAsync(
            _api.Request(HttpMethod.Put, MxitRoutes.Contact + PathSegment.Escape(contact), CallScopes.ContactInvite, options),
            cancellationToken);

    /// <summary>
    /// Gets one page of the person's contacts from the server (scope <see cref="MxitScopes.GraphRead"/>); to read all of them,
    /// use <see cref="ListContactsAsync"/>. A server can return one entry more than <paramref name="count"/>, as the historic
    /// service did: the entries <c>skip</c> to <c>skip + count</c> inclusive. Source: <c>GET /user/socialgraph/contactlist</c>,
    /// wire document, section 5.1.
    /// </summary>
    /// <param name="filter">
    /// Which contacts; <see langword="null"/> for the default of the server, <see cref="ContactFilter.Connections"/>.
    /// </param>
    /// <param name="skip">The number of entries to skip, zero or more; <see langword="null"/> for none.</param>
    /// <param name="count">
    /// The number of entries, zero or more; <see langword="null"/> for the default of the server. A server returns at most 26.
    /// </param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual async Task<IReadOnlyList<Contact>> GetContactListAsync(
        ContactFilter? filter = null,
        int? skip = null,
        int? count = null,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip ?? 0, nameof(skip));
        ArgumentOutOfRangeException.ThrowIfNegative(count ?? 0, nameof(count));
        var query = Query.Of(
            ("filter", FilterText.Of(filter)),
            ("skip", skip?.ToString(CultureInfo.InvariantCulture)),
            ("count", count?.ToString(CultureInfo.InvariantCulture)));
        var list = await _api.GetAsync(
            MxitRoutes.ContactList + query,
            CallScopes.GraphRead,
            ReplyJson.Wire.ContactListReply,
            ReplyValidation.Contacts,
            options,
            cancellationToken).ConfigureAwait(false);
        return list.Contacts;
    }

    /// <summary>
    /// Lists the person's contacts, each once, in the order of the server, page by page (scope
    /// <see cref="MxitScopes.GraphRead"/>). Contacts that are added or removed during the reading can be missing. Source:
    /// <c>GET /user/socialgraph/contactlist</c>, wire document, section 5.1.
    /// </summary>
    /// <param name="filter">
    /// Which contacts; <see langword="null"/> for the default of the server, <see cref="ContactFilter.Connections"/>.
    /// </param>
    /// <param name="pageSize">The number of entries in each request, one or more. A server returns at most 26.</param>
    /// <param name="options">Options for each request.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual IAsyncEnumerable<Contact> ListContactsAsync(
        ContactFilter? filter = null,
        int pageSize = MaxContactPageSize,
        MxitCallOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        _ = FilterText.Of(filter);
        options.Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        return ReadContactsAsync(filter, pageSize, options, cancellationToken);
    }

    /// <summary>
    /// Lists people whom the person may know (scope <see cref="MxitScopes.GraphRead"/>). Source:
    /// <c>GET /user/socialgraph/suggestions</c>, wire document, section 5.3.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual async Task<IReadOnlyList<BasicProfile>> GetFriendSuggestionsAsync(
        MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        await _api.GetAsync(
            MxitRoutes.Suggestions,
            CallScopes.GraphRead,
            ReplyJson.Wire.BasicProfileArray,
            ReplyValidation.Profiles,
            options,
            cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Recommends an app to a person (scope <see cref="MxitScopes.ContactRecommend"/>). Source: <c>POST /user/recommend</c>, wire
    /// document, section 5.4.
    /// </summary>
    /// <param name="recommendation">
    /// The recommendation. <see cref="Recommendation.From"/> can be left out: it comes from the person.
    /// </param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Cancels the call; the recommendation may have been accepted.</param>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task RecommendAsync(
        Recommendation recommendation, MxitCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recommendation);
        return _users.RecommendAsync(recommendation, recommendation.From ?? _tokens.Token.UserId, options, cancellationToken);
    }

    private async IAsyncEnumerable<Contact> ReadContactsAsync(
        ContactFilter? filter,
        int pageSize,
        MxitCallOptions? options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<(UserId UserId, ContactType Type)>();
        var skip = 0;
        while (true)
        {
            var page = await GetContactListAsync(filter, skip, pageSize, options, cancellationToken).ConfigureAwait(false);
            var known = seen.Count;
            foreach (var contact in page)
            {
                if (seen.Add((contact.UserId, contact.ContactType)))
                {
                    yield return contact;
                }
            }

            // An empty page is the end. So is a page without new entries: the server ignores "skip", or contacts are added faster
            // than they are read.
            if (seen.Count == known)
            {
                yield break;
            }

            // Counts the received entries: servers return one more or fewer than requested.
            skip += page.Count;
        }
    }
}
