using Microsoft.EntityFrameworkCore.Storage;
using Mxit.Platform.Data;

namespace Mxit.Platform.Authorization;

/// <summary>What OpenIddict's managers write in one scope becomes one piece of work.</summary>
/// <param name="context">The one that OpenIddict uses in this scope.</param>
internal sealed class GrantStore(MxitDbContext context)
{
    public Task<IDbContextTransaction> BeginAsync(CancellationToken cancellationToken) =>
        context.Database.BeginTransactionAsync(cancellationToken);
}
