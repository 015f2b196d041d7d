using System.Globalization;
using System.Runtime.CompilerServices;
using Mxit.Internal;

namespace Mxit;

public partial class UserAccountClient
{
    /// <summary>The most contacts that the historic service could be asked for at a time.</summary>
    public const int MaxContactPageSize = 26;

    /// <summary>
    /// Adds a contact (scope <see cref="MxitScopes.ContactInvite"/>): a person is invited, an app is added at once. Adding again
    /// changes nothing. Source: <c>PUT /user/socialgraph/contact/{contact}</c>, wire document, section 5.2.
    /// </summary>
    /// <param name="contact">The login or user id of a person, or the service name of an app.</param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; the change may have been made all the same.</param>
    /// <exception cref="MxitNotFoundException">Nobody and no app is called that.</exception>
    /// <inheritdoc cref="GetFullProfileAsync" path="/exception"/>
    public virtual Task AddContactAsync(
        string contact, MxitCallOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.RunAsync(
            _api.Request(HttpMethod.Put, MxitRoutes.Contact + PathSegment.Escape(contact), CallScopes.ContactInvite, options), cancellationToken);

    /// <summary>
    /// One page of the person's contacts as the server gives it (scope <see cref="MxitScopes.GraphRead"/>); to read all of them, use
    /// <see cref="ListContactsAsync"/>. As the historic service did, a server can answer with one more than
    /// <paramref name="count"/>, namely the entries <c>skip</c> to <c>skip + count</c> inclusive. Source:
    /// <c>GET /user/socialgraph/contactlist</c>, wire document, section 5.1.
    /// </summary>
    /// <param name="filter">
    /// Which contacts; <see langword="null"/> leaves it to the server, which takes <see cref="ContactFilter.Connections"/>.
    /// </param>
    /// <param name="skip">How many to pass over, zero or more; <see langword="null"/> for none.</param>
    /// <param name="count">
    /// How many to get, zero or more; <see langword="null"/> leaves it to the server. A server takes what is above 26 as 26.
    /// </param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
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
    /// All of the person's contacts, each once, in the order of the server, page by page (scope
    /// <see cref="MxitScopes.GraphRead"/>). Whoever is added or taken away meanwhile can be missing. Source:
    /// <c>GET /user/socialgraph/contactlist</c>, wire document, section 5.1.
    /// </summary>
    /// <param name="filter">
    /// Which contacts; <see langword="null"/> leaves it to the server, which takes <see cref="ContactFilter.Connections"/>.
    /// </param>
    /// <param name="pageSize">How many to ask for at a time, one or more. A server takes what is above 26 as 26.</param>
    /// <param name="options">Options for each request.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
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
    /// People whom the person may know (scope <see cref="MxitScopes.GraphRead"/>). Source:
    /// <c>GET /user/socialgraph/suggestions</c>, wire document, section 5.3.
    /// </summary>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
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
    /// What to recommend to whom. Without <see cref="Recommendation.From"/> it comes from the person; the user id is sent where it is
    /// known, and otherwise left to the server, which takes it from the token.
    /// </param>
    /// <param name="options">Options for this call.</param>
    /// <param name="cancellationToken">Ends the call; the recommendation may have been accepted all the same.</param>
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

            // An empty page is the end. One that brings nothing new leads nowhere: the server does not heed "skip", or people
            // come in faster than they are read.
            if (seen.Count == known)
            {
                yield break;
            }

            // By what came, not by what was asked for: servers give one more, or fewer than they are asked for.
            skip += page.Count;
        }
    }
}
