using Mxit.Web.Messages;

namespace Mxit.Web.People;

/// <summary>The addresses of the pages about contacts and other people.</summary>
internal static class PeopleUrl
{
    public const string Contacts = "/contacts";
    public const string People = "/people";

    /// <summary>The page of a person or app.</summary>
    public static string Of(string id) => $"{People}/{Uri.EscapeDataString(id)}";

    /// <summary>Where an entry of the list leads: apps have nothing to look at but what they write.</summary>
    public static string Entry(string id, string kind) => kind == "app" ? MessagesUrl.Of(id) : Of(id);

    /// <summary>One list by itself, from a place in it.</summary>
    public static string List(ContactFilter list, string? after) =>
        $"{Contacts}?list={ListName(list)}{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}";

    /// <summary>The name of a list in addresses.</summary>
    public static string ListName(ContactFilter list) => list.Value.TrimStart('@').ToLowerInvariant();

    /// <summary>The wide picture on top of a person's profile.</summary>
    public static string Cover(string userId) => $"{Of(userId)}/cover";
}
