using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Accounts;
using Mxit.Platform.Contacts;
using Mxit.Platform.Data;

namespace Mxit.EndToEnd.Tests.Pages;

/// <summary>A long contact list, and what a page shows of it.</summary>
internal static partial class ManyContacts
{
    /// <summary>Makes people who are contacts of somebody.</summary>
    public static async Task AddAsync(Server server, string userId, int count)
    {
        await using var context = await server.Get<IDbContextFactory<MxitDbContext>>().CreateDbContextAsync();
        var now = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var n = 0; n < count; n++)
        {
            var other = $"m2{n:D10}";
            context.Set<Account>().Add(new Account
            {
                UserId = other,
                DisplayName = $"Person {n:D4}",
                PasswordHash = "none",
                SecurityStamp = "none",
                CreatedUtc = now,
                ChangedUtc = now,
            });
            context.Set<ContactEntry>().Add(Entry(userId, other));
            context.Set<ContactEntry>().Add(Entry(other, userId));
        }

        await context.SaveChangesAsync();

        ContactEntry Entry(string ownerId, string peerId) => new()
        {
            OwnerId = ownerId,
            PeerId = peerId,
            Type = ContactType.User,
            Subscription = SubscriptionType.Both,
            Group = ContactService.DefaultGroup,
            CreatedUtc = now,
        };
    }

    /// <summary>The names in the list of friends and apps.</summary>
    public static IEnumerable<string> NamesIn(string page) =>
        Name().Matches(Section(page)).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value));

    /// <summary>Where the list goes on.</summary>
    public static string? NextOrNull(string page) =>
        Next().Match(Section(page)) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;

    private static string Section(string page)
    {
        var from = page[page.IndexOf("aria-labelledby=\"list-connections\"", StringComparison.Ordinal)..];
        return from[..from.IndexOf("</section>", StringComparison.Ordinal)];
    }

    [GeneratedRegex("""<bdi class="name">([^<]*)</bdi>""")]
    private static partial Regex Name();

    [GeneratedRegex("""<p class="next"><a href="([^"]*)">""")]
    private static partial Regex Next();
}
