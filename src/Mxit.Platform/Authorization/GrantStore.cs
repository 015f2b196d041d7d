using Microsoft.EntityFrameworkCore.Storage;
using Mxit.Platform.Data;

namespace Mxit.Platform.Authorization;

/// <summary>What OpenIddict's managers write in one scope becomes one piece of work.</summary>
/// <param name="context">The one that OpenIddict uses in this scope.</param>
internal sealed class GrantStore(MxitDbContext context)
{
    /// <summary>Whether what is written now is committed later, together with something else.</summary>
    public bool IsBegun => context.Database.CurrentTransaction is not null;

    public Task<IDbContextTransaction> BeginAsync(CancellationToken cancellationToken) =>
        context.Database.BeginTransactionAsync(cancellationToken);
}
