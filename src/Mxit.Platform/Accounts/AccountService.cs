using Mxit.Platform.Data;

namespace Mxit.Platform.Accounts;

/// <summary>The rules about people: who may be called what, who may sign in.</summary>
internal sealed class AccountService
{
    private readonly AccountStore _store;
    private readonly PersonDirectory _people;
    private readonly Passwords _passwords;
    private readonly IEnumerable<IAccessEnder> _access;
    private readonly IEnumerable<IPersonRemovedStore> _removed;
    private readonly UnitsOfWork _units;
    private readonly SecurityEvents _events;
    private readonly Ids _ids;
    private readonly TimeProvider _clock;

    internal AccountService(
        AccountStore store,
        PersonDirectory people,
        Passwords passwords,
        IEnumerable<IAccessEnder> access,
        IEnumerable<IPersonRemovedStore> removed,
        UnitsOfWork units,
        SecurityEvents events,
        Ids ids,
        TimeProvider clock) =>
        (_store, _people, _passwords, _access, _removed, _units, _events, _ids, _clock) =
        (store, people, passwords, access, removed, units, events, ids, clock);

    /// <summary>Makes an account with a new user id.</summary>
    /// <param name="login">The name to sign in with: 1 to 64 letters, digits, dots, underscores, hyphens.</param>
    /// <param name="password">8 to 1,024 characters of any kind, and none that everybody tries first.</param>
    /// <param name="displayName">The name that others see; the login when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Result<Person>> CreateAsync(
        string login, string password, string? displayName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(password);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var result = await CreateAsync(
                _ids.NewUserId(), login, password, _passwords.HashAsync, displayName, new PersonProfile(),
                cancellationToken);
            if (result.IsDone)
            {
                _events.PersonMade(result.Value.UserId);
            }

            if (result.Refusal != AccountRefusals.LoginTaken(login) || await _store.IsNameTakenAsync(login, cancellationToken))
            {
                return result;
            }
        }

        throw new InvalidOperationException("No free user id was found.");
    }

    /// <summary>Gives the person a new password; all their tokens and sessions are over.</summary>
    /// <param name="loginOrUserId">The person.</param>
    /// <param name="password">8 to 1,024 characters of any kind, and none that everybody tries first.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Refusal?> SetPasswordAsync(
        string loginOrUserId, string password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(password);
        if (await FindOrNullAsync(loginOrUserId, cancellationToken) is not { } person)
        {
            return AccountRefusals.NotFound(loginOrUserId);
        }

        if (!Passwords.IsStrongEnough(password, person.Login!))
        {
            return AccountRefusals.PasswordTooWeak;
        }

        var hash = await _passwords.HashAsync(password, cancellationToken);
        if (!await _store.SetPasswordAsync(person.UserId, hash, NewStamp(), cancellationToken))
        {
            return AccountRefusals.NotFound(loginOrUserId);
        }

        _events.PasswordChanged(person.UserId);
        await EndAccessAsync(person.UserId, cancellationToken);
        return null;
    }

    /// <summary>Keeps the person from signing in; all their tokens and sessions are over. Messages still come.</summary>
    /// <param name="loginOrUserId">The person.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Refusal?> SuspendAsync(string loginOrUserId, CancellationToken cancellationToken)
    {
        if (await FindOrNullAsync(loginOrUserId, cancellationToken) is not { } person)
        {
            return AccountRefusals.NotFound(loginOrUserId);
        }

        if (await _store.SetSuspendedAsync(person.UserId, _clock.GetStoredUtcNow(), NewStamp(), cancellationToken))
        {
            _events.PersonSuspended(person.UserId);
        }

        await EndAccessAsync(person.UserId, cancellationToken);
        return null;
    }

    /// <summary>Lets a person sign in again who was suspended.</summary>
    /// <param name="loginOrUserId">The person.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Refusal?> ResumeAsync(string loginOrUserId, CancellationToken cancellationToken)
    {
        if (await FindOrNullAsync(loginOrUserId, cancellationToken) is not { } person)
        {
            return AccountRefusals.NotFound(loginOrUserId);
        }

        if (await _store.SetSuspendedAsync(person.UserId, null, NewStamp(), cancellationToken))
        {
            _events.PersonResumed(person.UserId);
        }

        return null;
    }

    /// <summary>Ends all sessions and tokens of a person.</summary>
    /// <param name="userId">The person.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task SignOutEverywhereAsync(string userId, CancellationToken cancellationToken)
    {
        // What is being granted in this moment ends too.
        await _store.SetStampAsync(userId, NewStamp(), cancellationToken);
        await EndAccessAsync(userId, cancellationToken);
        _events.SignedOutEverywhere(userId);
    }

    /// <summary>Removes the person: the account stays, emptied; contacts, pictures and files go, tokens are revoked.</summary>
    /// <param name="loginOrUserId">The person.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Refusal?> RemoveAsync(string loginOrUserId, CancellationToken cancellationToken)
    {
        if (await FindOrNullAsync(loginOrUserId, cancellationToken) is not { UserId: var userId })
        {
            return AccountRefusals.NotFound(loginOrUserId);
        }

        await using var work = await _units.BeginAsync(cancellationToken);
        if (!await AccountStore.RemoveAsync(work, userId, NewStamp(), _clock.GetStoredUtcNow(), cancellationToken))
        {
            return AccountRefusals.NotFound(loginOrUserId);
        }

        work.AfterCommit(() =>
        {
            _people.Forget(userId);
            _events.PersonRemoved(userId);
            return EndAccessAsync(userId, CancellationToken.None);
        });
        foreach (var store in _removed)
        {
            await store.RemovePersonAsync(work, userId, cancellationToken);
        }

        await work.CommitAsync(cancellationToken);
        return null;
    }

    /// <summary>All people who are there, by login.</summary>
    public async Task<IReadOnlyList<Person>> ListAsync(CancellationToken cancellationToken) =>
        (await _store.ListAsync(cancellationToken)).ConvertAll(Describe);

    /// <summary>Finds a person by login, in any case, or by user id.</summary>
    public async Task<Person?> FindOrNullAsync(string loginOrUserId, CancellationToken cancellationToken)
    {
        var account = NameRules.IsLogin(loginOrUserId)
            ? await _store.FindByLoginOrNullAsync(loginOrUserId, cancellationToken)
            : NameRules.LooksLikeUserId(loginOrUserId)
                ? await _store.FindByUserIdOrNullAsync(loginOrUserId, cancellationToken)
                : null;
        return account is null ? null : Describe(account);
    }

    /// <summary>The user ids of logins, under the logins as they were asked for; unknown ones are left out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FindUserIdsAsync(
        IReadOnlyCollection<string> logins, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(logins);
        var normalized = logins.Where(NameRules.IsLogin).Select(NameRules.Normalize).Distinct().ToList();
        var found = normalized.Count == 0 ? [] : await _store.FindUserIdsAsync(normalized, cancellationToken);
        var userIds = found.ToDictionary(row => row.Login, row => row.UserId, StringComparer.OrdinalIgnoreCase);
        return logins.Distinct().Where(userIds.ContainsKey).ToDictionary(login => login, login => userIds[login]);
    }

    /// <summary>
    /// The people with these logins; who is not there is made, named like the login, and cannot sign in until
    /// <see cref="SetPasswordAsync"/>.
    /// </summary>
    /// <param name="logins">Logins that follow the rules, each once, whatever its case.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">One of them cannot be a login.</exception>
    public async Task<EnsuredPeople> EnsureAsync(IReadOnlyCollection<string> logins, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(logins);
        if (logins.FirstOrDefault(login => !NameRules.IsLogin(login)) is { } wrong)
        {
            throw new ArgumentException(AccountRefusals.LoginInvalid(wrong).Text, nameof(logins));
        }

        var wanted = logins.ToDictionary(NameRules.Normalize, login => login);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var owners = await _store.FindOwnersAsync(wanted.Keys, cancellationToken);
            var missing = wanted.Where(name => !owners.ContainsKey(name.Key))
                .Select(name => NewWithoutPassword(name.Value)).ToList();
            if (missing.Count == 0 || await _store.TryAddAllAsync(missing, cancellationToken))
            {
                var people = missing.ToDictionary(account => account.Login!, account => account.UserId);
                foreach (var (name, ownerId) in owners.Where(owner => NameRules.LooksLikeUserId(owner.Value)))
                {
                    people.Add(wanted[name], ownerId);
                }

                return new EnsuredPeople(people, missing.Count);
            }

            // Somebody has taken one of the names, or of the ids, in between.
        }

        throw new InvalidOperationException("The people could not be made: others kept taking the same names.");
    }

    /// <summary>The account with a login; for those who then check its password.</summary>
    internal async Task<Account?> FindByLoginOrNullAsync(string login, CancellationToken cancellationToken) =>
        NameRules.IsLogin(login) ? await _store.FindByLoginOrNullAsync(login, cancellationToken) : null;

    /// <summary>
    /// The person, if the account has this password and may sign in. Takes as long for no account as for a wrong password. How
    /// often somebody may try is up to the caller.
    /// </summary>
    internal async Task<Person?> VerifyPasswordOrNullAsync(
        Account? account, string password, CancellationToken cancellationToken)
    {
        if (!await _passwords.MatchesAsync(account?.PasswordHash, password, cancellationToken)
            || account is null or { SuspendedUtc: not null })
        {
            return null;
        }

        if (_passwords.IsOutdated(account.PasswordHash!))
        {
            var hash = await _passwords.HashAsync(password, cancellationToken);
            await _store.ReplaceHashAsync(account.UserId, account.PasswordHash!, hash, cancellationToken);
        }

        return Describe(account);
    }

    /// <summary>Makes a person to play with, whose password is printed in the documentation.</summary>
    internal Task<Result<Person>> CreatePublishedAsync(
        string userId, string login, string password, PersonProfile profile, CancellationToken cancellationToken) =>
        CreateAsync(
            userId, login, password, (text, _) => Task.FromResult(Passwords.HashPublished(text)), profile.FirstName, profile,
            cancellationToken);

    private async Task<Result<Person>> CreateAsync(
        string userId,
        string login,
        string password,
        Func<string, CancellationToken, Task<string>> hash,
        string? displayName,
        PersonProfile profile,
        CancellationToken cancellationToken)
    {
        if (!NameRules.IsLogin(login))
        {
            return AccountRefusals.LoginInvalid(login);
        }

        if (!Passwords.IsStrongEnough(password, login))
        {
            return AccountRefusals.PasswordTooWeak;
        }

        // The insert decides; asking before saves the hash, and an error in the log for what is none.
        if (await _store.IsNameTakenAsync(login, cancellationToken))
        {
            return AccountRefusals.LoginTaken(login);
        }

        var now = _clock.GetStoredUtcNow();
        var account = new Account
        {
            UserId = userId,
            Login = login,
            PasswordHash = await hash(password, cancellationToken),
            DisplayName = string.IsNullOrWhiteSpace(displayName)
                ? login
                : displayName.Trim()[..Math.Min(displayName.Trim().Length, 100)],
            SecurityStamp = NewStamp(),
            CreatedUtc = now,
            ChangedUtc = now,
            Profile = profile,
        };
        return await _store.TryAddAsync(account, cancellationToken)
            ? Describe(account)
            : AccountRefusals.LoginTaken(login);
    }

    private async Task EndAccessAsync(string userId, CancellationToken cancellationToken)
    {
        foreach (var access in _access)
        {
            await access.EndAccessAsync(userId, cancellationToken);
        }
    }

    private Account NewWithoutPassword(string login)
    {
        var now = _clock.GetStoredUtcNow();
        return new Account
        {
            UserId = _ids.NewUserId(),
            Login = login,
            DisplayName = login,
            SecurityStamp = NewStamp(),
            CreatedUtc = now,
            ChangedUtc = now,
        };
    }

    private static string NewStamp() => Guid.NewGuid().ToString("N");

    private static Person Describe(Account account) => new(
        account.UserId,
        account.Login,
        account.DisplayName,
        account.SecurityStamp,
        account.CreatedUtc,
        account.RemovedUtc,
        account.SuspendedUtc);
}
