using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;

namespace Mxit.Platform.Profiles;

/// <summary>Writes what people tell of themselves.</summary>
internal sealed class ProfileStore(IDbContextFactory<MxitDbContext> contexts)
{
    /// <summary>Changes what is given and nothing else; says whether there is such a person.</summary>
    public async Task<bool> TryUpdateAsync(
        string userId, ProfileChanges changes, DateTime nowUtc, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<Account>().Where(row => row.UserId == userId && row.RemovedUtc == null).ExecuteUpdateAsync(
            set =>
            {
                set.SetProperty(row => row.ChangedUtc, nowUtc);
                if (changes.ChangesState)
                {
                    set.SetProperty(row => row.Profile.StateChangedUtc, nowUtc);
                }

                set.SetGiven(row => row.DisplayName, changes.DisplayName)
                    .SetGiven(row => row.Profile.StatusMessage, changes.StatusMessage)
                    .SetGiven(row => row.Profile.Mood, changes.Mood)
                    .SetGiven(row => row.Profile.Availability, changes.Availability)
                    .SetGiven(row => row.Profile.AboutMe, changes.AboutMe)
                    .SetGiven(row => row.Profile.FirstName, changes.FirstName)
                    .SetGiven(row => row.Profile.LastName, changes.LastName)
                    .SetGiven(row => row.Profile.Title, changes.Title)
                    .SetGiven(row => row.Profile.Gender, changes.Gender)
                    .SetGiven(row => row.Profile.RelationshipStatus, changes.RelationshipStatus)
                    .SetGiven(row => row.Profile.DateOfBirth, changes.DateOfBirth)
                    .SetGiven(row => row.Profile.Email, changes.Email)
                    .SetGiven(row => row.Profile.MobileNumber, changes.MobileNumber)
                    .SetGiven(row => row.Profile.WhereAmI, changes.WhereAmI)
                    .SetGiven(row => row.Profile.LanguageCode, changes.LanguageCode)
                    .SetGiven(row => row.Profile.CultureName, changes.CultureName)
                    .SetGiven(row => row.Profile.RegisteredCountryCode, changes.RegisteredCountryCode)
                    .SetGiven(row => row.Profile.LastKnownCountryCode, changes.LastKnownCountryCode)
                    .SetGiven(row => row.Profile.NetworkOperatorCode, changes.NetworkOperatorCode);
            },
            cancellationToken) == 1;
    }

    /// <summary>
    /// Writes down when people were last connected, unless a later moment is there already. Others hear of it when it counts
    /// as a change.
    /// </summary>
    public async Task SetLastOnlineAsync(
        IReadOnlyCollection<string> userIds, DateTime lastUtc, DateTime? changedUtc, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<Account>()
            .Where(row => userIds.Contains(row.UserId) && row.RemovedUtc == null
                && (row.Profile.LastOnlineUtc == null || row.Profile.LastOnlineUtc < lastUtc))
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Profile.LastOnlineUtc, lastUtc).SetGiven(row => row.ChangedUtc, changedUtc),
                cancellationToken);
    }
}

internal static class GivenSetters
{
    /// <summary>Sets a text, unless none is given.</summary>
    public static UpdateSettersBuilder<Account> SetGiven(
        this UpdateSettersBuilder<Account> set, Expression<Func<Account, string>> property, string? given) =>
        given is null ? set : set.SetProperty(property, given);

    /// <summary>Sets a value, unless none is given.</summary>
    public static UpdateSettersBuilder<Account> SetGiven<TValue>(
        this UpdateSettersBuilder<Account> set, Expression<Func<Account, TValue>> property, TValue? given)
        where TValue : struct =>
        given is { } value ? set.SetProperty(property, value) : set;

    /// <summary>Sets a value that need not be there, unless none is given.</summary>
    public static UpdateSettersBuilder<Account> SetGiven<TValue>(
        this UpdateSettersBuilder<Account> set, Expression<Func<Account, TValue?>> property, TValue? given)
        where TValue : struct =>
        given is null ? set : set.SetProperty(property, given);
}
