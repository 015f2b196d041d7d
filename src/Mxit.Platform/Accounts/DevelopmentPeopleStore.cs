using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Data;

namespace Mxit.Platform.Accounts;

/// <summary>The people of development mode, as far as a database shows that they are in it.</summary>
internal sealed class DevelopmentPeopleStore : IDevelopmentSeed
{
    /// <summary>The user id of the first of them.</summary>
    public const string Alice = "m10000000001";

    public async Task<bool?> IsInAsync(MxitDbContext context, CancellationToken cancellationToken)
    {
        var accounts = context.Set<Account>();
        return await accounts.AnyAsync(cancellationToken)
            ? await accounts.AnyAsync(account => account.UserId == Alice, cancellationToken)
            : null;
    }
}
