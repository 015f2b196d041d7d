using Mxit.Web.Messages;

namespace Mxit.Web.People;

/// <summary>The addresses of the pages of contacts and people.</summary>
internal static class PeopleUrl
{
    public const string Contacts = "/contacts";
    public const string People = "/people";

    /// <summary>The page of a person or app.</summary>
    public static string Of(string id) => $"{People}/{Uri.EscapeDataString(id)}";

    /// <summary>The target of an entry: a person's page, or the conversation with an app.</summary>
    public static string Entry(string id, string kind) => kind == "app" ? MessagesUrl.Of(id) : Of(id);

    /// <summary>One list from a cursor on.</summary>
    public static string List(ContactFilter list, string? after) =>
        $"{Contacts}?list={ListName(list)}{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}";

    /// <summary>The name of a list in addresses.</summary>
    public static string ListName(ContactFilter list) => list.Value.TrimStart('@').ToLowerInvariant();

    /// <summary>The cover of a person's profile.</summary>
    public static string Cover(string userId) => $"{Of(userId)}/cover";
}
