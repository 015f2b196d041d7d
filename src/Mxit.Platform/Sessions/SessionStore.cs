using Microsoft.EntityFrameworkCore;
using Mxit.Platform.Accounts;
using Mxit.Platform.Data;

namespace Mxit.Platform.Sessions;

/// <summary>The queries about sessions.</summary>
internal sealed class SessionStore(IDbContextFactory<MxitDbContext> contexts) : IPersonRemovedStore
{
    public async Task AddAsync(StoredSession session, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Set<StoredSession>().Add(session);
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The session, if it still is one: the person is there, with the password with which it began.</summary>
    public async Task<StoredSession?> FindOrNullAsync(string hash, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from session in Current(context)
            where session.Hash == hash
            select session).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<List<StoredSession>> ListAsync(string userId, DateTime nowUtc, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Current(context).Where(session => session.UserId == userId && session.EndsUtc > nowUtc)
            .OrderByDescending(session => session.UsedUtc).AsNoTracking().ToListAsync(cancellationToken);
    }

    public async Task SetUsedAsync(Guid id, DateTime usedUtc, DateTime endsUtc, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.Set<StoredSession>().Where(session => session.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(session => session.UsedUtc, usedUtc).SetProperty(session => session.EndsUtc, endsUtc),
            cancellationToken);
    }

    /// <summary>Ends the sessions of a person, or one of them.</summary>
    /// <returns>The hashes of those that ended.</returns>
    public async Task<List<string>> DeleteAsync(string userId, Guid? id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var sessions = context.Set<StoredSession>().Where(
            session => session.UserId == userId && (id == null || session.Id == id));
        var hashes = await sessions.Select(session => session.Hash).ToListAsync(cancellationToken);
        await sessions.ExecuteDeleteAsync(cancellationToken);
        return hashes;
    }

    public async Task<int> DeleteEndedAsync(DateTime nowUtc, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Set<StoredSession>()
            .Where(session => session.EndsUtc <= nowUtc).ExecuteDeleteAsync(cancellationToken);
    }

    private static IQueryable<StoredSession> Current(MxitDbContext context) =>
        from session in context.Set<StoredSession>()
        join account in context.Set<Account>() on session.UserId equals account.UserId
        where account.RemovedUtc == null && account.SecurityStamp == session.SecurityStamp
        select session;

    public Task RemovePersonAsync(UnitOfWork work, string userId, CancellationToken cancellationToken) =>
        work.Context.Set<StoredSession>().Where(row => row.UserId == userId).ExecuteDeleteAsync(cancellationToken);
}
