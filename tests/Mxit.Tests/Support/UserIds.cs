namespace Mxit.Tests.Support;

/// <summary>Recipients as a broadcast takes them; an empty text is the id of nobody.</summary>
internal static class UserIds
{
    public static IAsyncEnumerable<UserId> ToUserIds(this IEnumerable<string> texts) =>
        texts.Select(text => text.Length == 0 ? default : new UserId(text)).ToAsyncEnumerable();
}
